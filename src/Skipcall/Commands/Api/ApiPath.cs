using System.Collections;

namespace Skipcall.Commands.Api;

/// <summary>Checks and escapes the path and query of a request.</summary>
internal static class ApiPath
{
    /// <summary>Returns the escaped path below the base URI, which starts with <c>/v1/</c>.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it is not a plain path below <c>/v1/</c>.</exception>
    public static string Check(string path)
    {
        if (path.IndexOf('?') >= 0 || path.IndexOf('#') >= 0)
        {
            throw Refused(path, "use -Query for the query");
        }

        if (path.Contains("://") || path.StartsWith("//", StringComparison.Ordinal) || path.IndexOf('\\') >= 0)
        {
            throw Refused(path, "it must be a path below the connection's base URI");
        }

        var segments = path.Trim().Trim('/').Split('/').Select(Uri.UnescapeDataString).ToList();
        if (segments[0] != "v1" || segments.Count < 2)
        {
            throw Refused(path, "every path of the API begins with /v1/");
        }

        if (segments[1] == "v1")
        {
            throw Refused(path, "it contains /v1 twice");
        }

        if (segments.Any(static segment => segment.Length == 0 || segment is "." or ".."))
        {
            throw Refused(path, "it contains an empty part, '.' or '..'");
        }

        return "/" + string.Join("/", segments.Select(Uri.EscapeDataString));
    }

    /// <summary>Returns the escaped query with its question mark, or an empty string. Lists are joined by commas; nulls are omitted.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: a name is empty, or a value is not a scalar or a list of scalars.</exception>
    public static string Query(IDictionary? query)
    {
        var parts = new List<string>();
        foreach (DictionaryEntry entry in query ?? new Hashtable())
        {
            if (Text(entry.Key) is not { Length: > 0 } name)
            {
                throw new SkipcallException(SkipcallErrorId.InvalidRequest, "-Query contains an empty name.");
            }

            var value = ApiValue.Unwrap(entry.Value);
            var text = value is IEnumerable list and not (string or IDictionary)
                ? string.Join(",", list.Cast<object?>().Select(Text).Where(item => item is not null))
                : Text(value);
            if (text is not null)
            {
                parts.Add(Uri.EscapeDataString(name) + "=" + Uri.EscapeDataString(text));
            }
        }

        return parts.Count == 0 ? "" : "?" + string.Join("&", parts);
    }

    public static string? SequenceIdOf(string path)
    {
        var segments = path.Split('/');
        return segments.Length > 3 && segments[2] == "sequences" ? Uri.UnescapeDataString(segments[3]) : null;
    }

    private static string? Text(object? value)
    {
        value = ApiValue.Unwrap(value);
        return value is null ? null : ApiValue.FromScalar(value)?.Text ?? throw ApiValue.Unsupported(value, "-Query");
    }

    private static SkipcallException Refused(string path, string reason) =>
        new(SkipcallErrorId.InvalidRequest, $"The path '{path}' is not allowed: {reason}.");
}
