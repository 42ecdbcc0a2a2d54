namespace Skipcall.Engine.Http;

/// <summary>A request.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">Path and query below the base URI, escaped, beginning with <c>/v1/</c>.</param>
/// <param name="SequenceId">The sequence in the path, so that a 404 is <c>SequenceNotFound</c>; null if there is none.</param>
/// <param name="Body">JSON in UTF-8; null if there is none.</param>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery, string? SequenceId = null, byte[]? Body = null)
{
    /// <summary>Whether the request can be sent again without side effects.</summary>
    public bool IsSafe => Method == HttpMethod.Get;

    public override string ToString() => $"{Method} {PathAndQuery}";
}
