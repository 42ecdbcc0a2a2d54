using System.Globalization;
using System.Net;

namespace Skipcall.Sandboxing;

/// <summary>Replaces the network. Without latency, responses are synchronous, which keeps tests deterministic.</summary>
internal sealed class SandboxHandler(Sandbox sandbox) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync().ConfigureAwait(false) : Array.Empty<byte>();
        var received = new SandboxRequest(request, body, sandbox.Clock.UtcNow);
        var fault = sandbox.Receive(received);
        var response = sandbox.Api.Answer(request, received, fault);

        if (sandbox.Latency > TimeSpan.Zero)
        {
            await sandbox.Clock.Delay(sandbox.Latency, cancellationToken).ConfigureAwait(false);
        }

        switch (fault?.Kind)
        {
            case SandboxFaultKind.Reset:
                throw new HttpRequestException("The sandbox broke the connection.", new IOException("A fault of the sandbox reset the connection."));
            case SandboxFaultKind.Hang:
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
                break;
            case SandboxFaultKind.Truncate or SandboxFaultKind.Stall when response.StatusCode != HttpStatusCode.NoContent:
                response.Content = await HalfOf(response.Content, fault.Kind, cancellationToken).ConfigureAwait(false);
                break;
        }

        received.StatusCode = (int)response.StatusCode;
        response.RequestMessage ??= request;

        // Set as text, because a date object would keep milliseconds, which headers can't contain.
        response.Headers.TryAddWithoutValidation("Date", sandbox.Clock.UtcNow.ToString("r", CultureInfo.InvariantCulture));
        return response;
    }

    /// <summary>The first half of the content, which then ends or stalls.</summary>
    private static async Task<HttpContent> HalfOf(HttpContent whole, SandboxFaultKind kind, CancellationToken cancellationToken)
    {
        var bytes = await whole.ReadAsByteArrayAsync().ConfigureAwait(false);
        var half = bytes.Length / 2;
        HttpContent content = kind == SandboxFaultKind.Stall
            ? new StreamContent(new StalledStream(bytes, half, cancellationToken))
            : new ByteArrayContent(bytes, 0, half);
        content.Headers.ContentType = whole.Headers.ContentType;
        content.Headers.ContentLength = kind == SandboxFaultKind.Stall ? bytes.Length : half;
        return content;
    }
}
