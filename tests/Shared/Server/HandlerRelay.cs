namespace Skipcall.Testing;

/// <summary>Puts a request that came over a socket to an <see cref="HttpMessageHandler"/>.</summary>
internal static class HandlerRelay
{
    // They describe one connection, or are written anew by the server that sends the answer.
    private static readonly HashSet<string> s_notRelayed =
        new(StringComparer.OrdinalIgnoreCase) { "Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length" };

    /// <summary>The body of the answer is not read yet.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        HttpMessageHandler handler, ReceivedRequest request, CancellationToken cancellationToken)
    {
        // The invoker is not disposed: it owns nothing but the caller's handler.
        HttpMessageInvoker invoker = new(handler, disposeHandler: false);
        return await invoker.SendAsync(ToMessage(request), cancellationToken);
    }

    /// <summary>The headers of an answer that mean the same on any connection; one pair for each value.</summary>
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

    /// <summary>The target stays as it was sent, with its dots and escapes: a handler has to see what a server would.</summary>
    private static Uri AbsoluteUri(ReceivedRequest request)
    {
        string text = request.Target.StartsWith('/')
            ? $"http://{request.Header("Host") ?? "localhost"}{request.Target}"
            : request.Target;
        return new Uri(text, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }
}
