using System;
using System.Linq;
using System.Net.Http;
using System.Text;

namespace Skipcall.Sandboxing;

/// <summary>A request as the sandbox reads it: from method, path, query, body and authorisation, whatever the host.</summary>
internal sealed class IncomingRequest
{
    private static readonly Uri s_anyHost = new("https://sandbox.skipcall.invalid/");

    public IncomingRequest(HttpRequestMessage message, byte[] body, DateTimeOffset time)
    {
        var uri = message.RequestUri is { IsAbsoluteUri: true } absolute
            ? absolute
            : new Uri(s_anyHost, message.RequestUri ?? s_anyHost);
        Message = message;
        Time = time;
        Body = body.Length > 0 ? Encoding.UTF8.GetString(body) : null;
        Method = message.Method.Method;
        Path = uri.AbsolutePath;
        Segments = Path.Substring(1).Split('/').Select(Uri.UnescapeDataString).ToArray();
        Query = new IncomingQuery(uri.Query.Length > 0 ? uri.Query.Substring(1) : "");
    }

    public HttpRequestMessage Message { get; }

    public DateTimeOffset Time { get; }

    /// <summary>Null when there was none.</summary>
    public string? Body { get; }

    public string Method { get; }

    /// <summary>Escaped as sent.</summary>
    public string Path { get; }

    /// <summary>The parts of the path, unescaped; an escaped slash does not part them.</summary>
    public string[] Segments { get; }

    public IncomingQuery Query { get; }

    /// <summary>The sequence whose contacts are asked for; null for any other request.</summary>
    public string? SequenceId => ContactsEndpoint.SequenceIdOf(Segments);

    /// <summary>Whether the body says of itself that it is JSON.</summary>
    public bool IsJson =>
        string.Equals(Message.Content?.Headers.ContentType?.MediaType, SandboxReply.Json, StringComparison.OrdinalIgnoreCase);

    public string? UserAgent =>
        Message.Headers.TryGetValues("User-Agent", out var values) ? string.Join(" ", values) : null;

    public bool Bears(string key) =>
        Message.Headers.Authorization is { } authorization
        && string.Equals(authorization.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase)
        && string.Equals(authorization.Parameter, key, StringComparison.Ordinal);
}
