using System.Net.Http;

namespace Skipcall.Engine.Http;

/// <summary>One request, as it is sent.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">Path and query below the base URI, escaped, beginning with <c>/v1/</c>.</param>
/// <param name="SequenceId">The sequence asked about, which makes a 404 a <c>SequenceNotFound</c>; null for anything else.</param>
/// <param name="Body">JSON in UTF-8; null for none.</param>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery, string? SequenceId = null, byte[]? Body = null)
{
    /// <summary>Whether sending it twice does no harm.</summary>
    public bool IsSafe => Method == HttpMethod.Get;

    public override string ToString() => $"{Method} {PathAndQuery}";
}
