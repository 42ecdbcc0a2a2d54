namespace Skipcall.Engine.Http;

/// <summary>A request. The path and query are escaped and begin with <c>/v1/</c>; with a sequence id, a 404 is <c>SequenceNotFound</c>.</summary>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery, string? SequenceId = null, byte[]? Body = null)
{
    /// <summary>Whether the request can be sent again without side effects.</summary>
    public bool IsSafe => Method == HttpMethod.Get;

    public override string ToString() => $"{Method} {PathAndQuery}";
}
