namespace Skipcall.Testing;

/// <summary>Passes a request from a socket to an <see cref="HttpMessageHandler"/>.</summary>
internal static class HandlerRelay
{
    // These belong to one connection, or are set by the sending server.
    private static readonly HashSet<string> s_notRelayed =
        new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length" };

    /// <summary>Returns before the body is read.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpMessageHandler handler, ReceivedRequest request, CancellationToken cancellationToken)
    {
        // Not disposed, because it owns only the caller's handler.
        HttpMessageInvoker invoker = new(handler, disposeHandler: false);
        return await invoker.SendAsync(ToMessage(request), cancellationToken);
    }

    /// <summary>The headers that are valid on any connection, one pair per value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> EndToEndHeaders(HttpResponseMessage response) =>
        from header in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
        where !s_notRelayed.Contains(header.Key)
        from value in header.Value
        select KeyValuePair.Create(header.Key, value);

    private static HttpRequestMessage ToMessage(ReceivedRequest request)
    {
        HttpRequestMessage message = new(new HttpMethod(request.Method), AbsoluteUri(request));
        if (request.Body.Length > 0 || request.Header("Content-Type") is not null)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
        }

        foreach ((string name, string value) in request.Headers.Where(header => !s_notRelayed.Contains(header.Key)))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>Keeps dots and escapes as sent, so that a handler sees what a server would.</summary>
    private static Uri AbsoluteUri(ReceivedRequest request)
    {
        string text = request.Target.StartsWith('/')
            ? $"http://{request.Header("Host") ?? "localhost"}{request.Target}"
            : request.Target;
        return new Uri(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
