using System.Globalization;
using System.Net;
using System.Text;

namespace Skipcall.Engine.Tests;

internal static class JsonResponse
{
    public static HttpResponseMessage Json(string body, int status = 200) => new((HttpStatusCode)status)
    {
        Content = new StringContent(body, Encoding.UTF8, "application/json"),
    };

    public static HttpResponseMessage Status(int status) => Json("", status);

    /// <summary>A page of records that have only an id.</summary>
    public static HttpResponseMessage Page(IEnumerable<string> ids, object? total, object? page, object? limit) =>
        Json(PageJson(ids.Select(Record), total, page, limit));

    /// <summary>A correct page of a list of ids.</summary>
    public static HttpResponseMessage PageOf(IReadOnlyList<string> ids, int page, int limit) =>
        Page(ids.Skip((page - 1) * limit).Take(limit), ids.Count, page, limit);

    public static string PageJson(IEnumerable<string> records, object? total, object? page = null, object? limit = null)
    {
        var json = new StringBuilder().Append("{\"data\":[").AppendJoin(',', records).Append(']');
        foreach (var (name, value) in new[] { ("total", total), ("page", page), ("limit", limit) })
        {
            if (value is not null)
            {
                json.Append(CultureInfo.InvariantCulture, $",\"{name}\":{value}");
            }
        }

        return json.Append('}').ToString();
    }

    public static string Record(string id) =>
        $$"""{"id":"{{id}}","status":null,"contact":{"id":"c-{{id}}","firstName":"Zoé","lastName":"Martin"},"tags":[],"calls":[],"createdAt":"2024-01-15T10:30:00.000Z"}""";

    public static IReadOnlyList<string> Ids(int count, int from = 1) =>
        Enumerable.Range(from, count).Select(number => "r" + number.ToString(CultureInfo.InvariantCulture)).ToList();

    public static HttpResponseMessage With(this HttpResponseMessage response, string header, string value)
    {
        response.Headers.TryAddWithoutValidation(header, value);
        return response;
    }

    public static HttpResponseMessage WithDate(this HttpResponseMessage response, DateTimeOffset date) =>
        response.With("Date", date.ToString("r", CultureInfo.InvariantCulture));

    public static HttpResponseMessage WithRate(this HttpResponseMessage response, int limit, int remaining, DateTimeOffset reset) => response
        .With("X-RateLimit-Limit", limit.ToString(CultureInfo.InvariantCulture))
        .With("X-RateLimit-Remaining", remaining.ToString(CultureInfo.InvariantCulture))
        .With("X-RateLimit-Reset", reset.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
}
