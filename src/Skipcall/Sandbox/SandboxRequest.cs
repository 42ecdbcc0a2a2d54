using System.Globalization;
using System.Text;

namespace Skipcall;

/// <summary>A request that a sandbox received. The only header kept is <c>User-Agent</c>, so it never contains a key.</summary>
public sealed class SandboxRequest
{
    private static readonly Uri s_anyHost = new("https://sandbox.skipcall.invalid/");
    private static readonly char[] s_equals = { '=' };

    private volatile int _statusCode;

    internal SandboxRequest(HttpRequestMessage message, byte[] body, DateTimeOffset time)
    {
        var uri = message.RequestUri is { IsAbsoluteUri: true } absolute
            ? absolute
            : new Uri(s_anyHost, message.RequestUri ?? s_anyHost);
        Time = time.ToLocalTime();
        Method = message.Method.Method;
        Path = uri.AbsolutePath;
        Segments = Path.Substring(1).Split('/').Select(Uri.UnescapeDataString).ToArray();
        Query = uri.Query.Length > 0 ? uri.Query.Substring(1) : "";
        Parameters = ParametersOf(Query);
        Body = body.Length > 0 ? Encoding.UTF8.GetString(body) : null;
        MediaType = message.Content?.Headers.ContentType?.MediaType;
        UserAgent = message.Headers.TryGetValues("User-Agent", out var values) ? string.Join(" ", values) : null;
    }

    /// <summary>When the request arrived, by the sandbox's clock.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The HTTP method, for example <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>The escaped path, without the query.</summary>
    public string Path { get; }

    /// <summary>The escaped query, without the question mark; empty if there was none.</summary>
    public string Query { get; }

    /// <summary>Id of the sequence whose contacts were requested, unescaped; null for other requests.</summary>
    public string? SequenceId => Segments is ["v1", "sequences", var id, "contacts"] ? id : null;

    /// <summary>The requested page number; null if missing or not a whole number.</summary>
    public int? Page => WholeNumber("page");

    /// <summary>The requested page size; null if missing or not a whole number.</summary>
    public int? Limit => WholeNumber("limit");

    /// <summary>The tag filter, unescaped; null if there was none.</summary>
    public string? Tag => Parameter("tag");

    /// <summary>The status filter, unescaped; null if there was none.</summary>
    public string? Status => Parameter("status");

    /// <summary>The body, usually JSON; null if there was none.</summary>
    public string? Body { get; }

    /// <summary>HTTP status of the response; 0 if there is none (yet).</summary>
    public int StatusCode
    {
        get => _statusCode;
        internal set => _statusCode = value;
    }

    /// <summary>The <c>User-Agent</c> header; null if there was none.</summary>
    public string? UserAgent { get; }

    /// <summary>The number of the request, from 1, including cleared requests.</summary>
    internal int Number { get; set; }

    /// <summary>The segments of the path, split before they are unescaped.</summary>
    internal string[] Segments { get; }

    /// <summary>The unescaped query. If a name is repeated, the first value counts, as on a web server.</summary>
    internal IReadOnlyDictionary<string, string> Parameters { get; }

    internal string? MediaType { get; }

    internal string PathAndQuery => Path + (Query.Length > 0 ? "?" + Query : "");

    /// <summary>The request and the status of its response.</summary>
    /// <returns>For example <c>GET /v1/sequences/demo/contacts?page=2&amp;limit=100 -> 200</c>.</returns>
    public override string ToString() =>
        Method + " " + PathAndQuery + " -> " + (StatusCode == 0 ? "no answer" : StatusCode.ToString(CultureInfo.InvariantCulture));

    internal string? Parameter(string name) => Parameters.TryGetValue(name, out var value) ? value : null;

    internal int? WholeNumber(string name) =>
        int.TryParse(Parameter(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A copy, unless the request is complete and can't change any more.</summary>
    internal SandboxRequest Copy() => StatusCode != 0 ? this : (SandboxRequest)MemberwiseClone();

    private static Dictionary<string, string> ParametersOf(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&').Where(pair => pair.Length > 0).Select(pair => pair.Split(s_equals, 2)))
        {
            var name = Unescape(pair[0]);
            if (!parameters.ContainsKey(name))
            {
                parameters.Add(name, pair.Length > 1 ? Unescape(pair[1]) : "");
            }
        }

        return parameters;
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
