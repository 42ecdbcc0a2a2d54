using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.TestServer;

/// <summary>
/// A server on loopback whose every answer is scripted down to the bytes, to go wrong as networks and servers do.
/// A script that throws is answered with 501 and the exception's text.
/// </summary>
public sealed class FaultyServer : IAsyncDisposable
{
    private readonly RequestLog _log = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<ReceivedRequest, int, CancellationToken, Task<Reply>> _script;
    private readonly Task _accepting;

    private FaultyServer(Func<ReceivedRequest, int, CancellationToken, Task<Reply>> script)
    {
        _script = script;
        _listener.Start();
        BaseUri = new Uri($"http://{_listener.LocalEndpoint}");
        _accepting = AcceptAsync();
    }

    public Uri BaseUri { get; }

    /// <summary>A copy, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.Requests;

    /// <summary>The most requests that waited for the beginning of their answer at one time.</summary>
    public int PeakConcurrency => _log.Peak;

    public int ConnectionCount => _connections.Count;

    /// <param name="script">Gets each request and its number, from 1 over all connections.</param>
    public static FaultyServer Start(Func<ReceivedRequest, int, Reply> script) =>
        new((request, number, _) => Task.FromResult(script(request, number)));

    /// <param name="script">As above, with a token that ends when the client goes or the server is disposed.</param>
    public static FaultyServer Start(Func<ReceivedRequest, int, CancellationToken, Task<Reply>> script) => new(script);

    /// <summary>Stops listening, breaks all connections and waits for their end. From then on the port refuses connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (IsTheEnd(e))
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using NetworkStream stream = new(socket, ownsSocket: true);
        socket.NoDelay = true;
        PipeReader incoming = PipeReader.Create(stream);
        RequestReader reader = new(incoming, _stopping.Token);
        try
        {
            bool isOpen = true;
            while (isOpen && await reader.ReadAsync(_log) is { } request)
            {
                isOpen = await AnswerAsync(request, socket, incoming);
            }
        }
        catch (Exception e) when (IsTheEnd(e))
        {
        }
    }

    private async Task<bool> AnswerAsync(ReceivedRequest request, Socket socket, PipeReader incoming)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        Task watching = CancelWhenClientLeavesAsync(incoming, ended);
        try
        {
            Reply reply = await AskScriptAsync(request, ended.Token);
            return await new ReplyWriter(socket, ended.Token).WriteAsync(reply);
        }
        finally
        {
            incoming.CancelPendingRead();
            await watching;
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
            _log.Answer();
        }
    }

    /// <summary>Watches for the end of the connection; what comes instead, the next request, is left unread.</summary>
    private static async Task CancelWhenClientLeavesAsync(PipeReader incoming, CancellationTokenSource ended)
    {
        try
        {
            ReadResult result = await incoming.ReadAsync(ended.Token);
            incoming.AdvanceTo(result.Buffer.Start);
            if (!result.IsCompleted)
            {
                return;
            }
        }
        catch (Exception e) when (IsTheEnd(e))
        {
        }

        await ended.CancelAsync();
    }

    /// <summary>The client has gone, or the server is being disposed: both are how a connection is expected to end.</summary>
    private static bool IsTheEnd(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException;
}
