using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;

namespace Skipcall.Sandboxing;

/// <summary>What the sandbox will answer, while it can still be changed by a fault or by latency.</summary>
internal sealed class SandboxReply
{
    public const string Json = "application/json";
    public const string Html = "text/html";
    public const string PlainText = "text/plain";

    public SandboxReply(int statusCode, ArraySegment<byte> body, string mediaType = Json)
    {
        StatusCode = statusCode;
        Body = body;
        MediaType = mediaType;
    }

    public SandboxReply(int statusCode, string body, string mediaType = Json)
        : this(statusCode, new ArraySegment<byte>(Encoding.UTF8.GetBytes(body)), mediaType)
    {
    }

    /// <summary>An answer without a body.</summary>
    public SandboxReply(int statusCode)
        : this(statusCode, "")
    {
    }

    /// <summary>Wraps a response that a test made: it is sent as it is.</summary>
    public SandboxReply(HttpResponseMessage readyMade)
        : this((int)readyMade.StatusCode, default(ArraySegment<byte>)) => ReadyMade = readyMade;

    public int StatusCode { get; }

    public ArraySegment<byte> Body { get; }

    public string MediaType { get; }

    public HttpResponseMessage? ReadyMade { get; }

    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
