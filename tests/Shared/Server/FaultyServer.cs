using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Skipcall.Testing;

/// <summary>A loopback server with answers scripted to the byte; a script that throws gives 501 with the exception's text.</summary>
public sealed class FaultyServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedRequest> _requests = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<ReceivedRequest, int, CancellationToken, Task<Reply>> _script;
    private readonly WebApplication _app;
    private int _connectionCount;
    private int _unanswered;

    private FaultyServer(Func<ReceivedRequest, int, CancellationToken, Task<Reply>> script)
    {
        _script = script;

        // The empty builder reads no environment or settings file, and logs nothing.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(ServeAsync)));
        _app = builder.Build();
        _app.Start();
        BaseUri = new Uri(_app.Urls.Single());
    }

    public Uri BaseUri { get; }

    /// <summary>A copy, in order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The most unanswered requests at one time.</summary>
    public int PeakConcurrency { get; private set; }

    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>The script gets each request and its number, from 1 over all connections.</summary>
    public static FaultyServer Start(Func<ReceivedRequest, int, Reply> script) =>
        new((request, number, _) => Task.FromResult(script(request, number)));

    /// <summary>As above; the token is cancelled when the client leaves or the server is disposed.</summary>
    public static FaultyServer Start(Func<ReceivedRequest, int, CancellationToken, Task<Reply>> script) => new(script);

    /// <summary>The handler answers every request and is not disposed.</summary>
    public static FaultyServer Start(HttpMessageHandler handler) =>
        new((request, _, cancellationToken) => Reply.FromHandlerAsync(handler, request, cancellationToken));

    /// <summary>Resets all connections; from then on, the port refuses new ones.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        Interlocked.Increment(ref _connectionCount);
        Socket socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, connection.ConnectionClosed);
            RequestReader reader = new(connection.Transport.Input, ended.Token);
            ReplyWriter writer = new(socket, ended.Token);
            bool isOpen = true;
            while (isOpen && await reader.ReadAsync(Log) is { } request)
            {
                Reply reply = await AskScriptAsync(request, ended.Token);
                using HttpContent? source = reply.Source;
                isOpen = await writer.WriteAsync(reply);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or the server is being disposed.
        }
    }

    private ReceivedRequest Log(string method, string target, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            ReceivedRequest request = new(_requests.Count + 1, method, target, headers, body, DateTimeOffset.UtcNow);
            _requests.Add(request);
            PeakConcurrency = Math.Max(PeakConcurrency, ++_unanswered);
            return request;
        }
    }

    private async Task<Reply> AskScriptAsync(ReceivedRequest request, CancellationToken cancellationToken)
    {
        try
        {
            Reply reply = await _script(request, request.Number, cancellationToken);
            await Task.Delay(reply.Wait, cancellationToken);
            return reply;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return Reply.Text($"The test's script failed: {e}", status: 501);
        }
        finally
        {
            // Before the first byte: after the last one, the client's next request could already be here.
            lock (_lock)
            {
                _unanswered--;
            }
        }
    }
}
