using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Sandboxing;

/// <summary>
/// Stands where the network would. A request is judged the moment it is here, and answered after the latency; without
/// latency (and with a body, if any, that is in memory) it is answered before the call returns, which is what keeps a
/// simulated run the same every time.
/// </summary>
internal sealed class SandboxHandler : HttpMessageHandler
{
    private readonly Sandbox _sandbox;

    public SandboxHandler(Sandbox sandbox) => _sandbox = sandbox;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync().ConfigureAwait(false) : Array.Empty<byte>();
        var incoming = new IncomingRequest(request, body, _sandbox.Clock.UtcNow);
        var entry = _sandbox.Log.Add(incoming);
        var fault = _sandbox.Faults.Next(incoming, entry.Number);
        var reply = _sandbox.Service.Answer(incoming, entry.Number, fault);

        if (_sandbox.Latency > TimeSpan.Zero)
        {
            await _sandbox.Clock.Delay(_sandbox.Latency, cancellationToken).ConfigureAwait(false);
        }

        switch (fault?.Kind)
        {
            case SandboxFaultKind.Reset:
                throw new HttpRequestException(
                    "The sandbox broke the connection.",
                    new IOException("The connection was reset by the sandbox, as its fault says."));
            case SandboxFaultKind.Hang:
                await Never(cancellationToken).ConfigureAwait(false);
                break;
        }

        entry.Answered(incoming, reply.StatusCode);
        return SandboxResponse.Create(reply, fault?.Kind, request, _sandbox.Clock.UtcNow, cancellationToken);
    }

    /// <summary>The wait that a hung connection is: it ends by cancellation only, so with a token that can't be cancelled never.</summary>
    private static async Task Never(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<bool>();
        using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
        {
            await never.Task.ConfigureAwait(false);
        }
    }
}
