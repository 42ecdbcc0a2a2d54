using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Skipcall.Testing;

internal sealed class ReplyWriter(Socket socket, CancellationToken cancellationToken)
{
    // A reset may discard unread data, so the client gets time to read.
    private static readonly TimeSpan s_timeToRead = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns whether the connection can be reused.</summary>
    public async Task<bool> WriteAsync(Reply reply)
    {
        if (reply.IsRaw)
        {
            await SendAsync(reply.Body);
            return false;
        }

        switch (reply.CutKind)
        {
            case CutKind.Hang:
            case CutKind.CloseBeforeHeaders:
                return false;
            case CutKind.ResetBeforeHeaders:
                Reset();
                return false;
        }

        byte[] body = WireBody(reply);
        byte[] head = Head(reply, body.Length);
        if (reply.CutKind == CutKind.ResetMidHeader)
        {
            await SendAsync(head.AsMemory(0, head.Length / 2));
            await ResetOnceReadAsync();
            return false;
        }

        await SendAsync(head);
        if (reply.Source is { } source)
        {
            return await SendChunksAsync(source);
        }

        switch (reply.CutKind)
        {
            case CutKind.ResetMidBody:
                await SendBodyAsync(reply, PartOf(body, reply));
                await ResetOnceReadAsync();
                return false;
            case CutKind.CloseMidBody:
                await SendBodyAsync(reply, PartOf(body, reply));
                return false;
            case CutKind.HangMidBody:
                await SendBodyAsync(reply, PartOf(body, reply));
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return false;
            default:
                await SendBodyAsync(reply, body);
                return EndsByItself(reply, body.Length);
        }
    }

    private static bool IsChunked(Reply reply) => reply.ChunkSize is not null || reply.Source is not null || reply.CutKind == CutKind.NoLastChunk;

    private static bool EndsByItself(Reply reply, int length) =>
        reply.CutKind == CutKind.None
        && (IsChunked(reply) || (!reply.OmitsLength && (reply.StatedLength ?? length) == length))
        && !reply.Headers.Any(h => h.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase)
            && h.Value.Equals("close", StringComparison.OrdinalIgnoreCase));

    private static byte[] Head(Reply reply, int length)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} {reply.Reason ?? ReasonPhrases.GetReasonPhrase(reply.Status)}\r\n");
        foreach ((string name, string value) in reply.Headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (IsChunked(reply))
        {
            head.Append("Transfer-Encoding: chunked\r\n");
        }
        else if (!reply.OmitsLength && reply.Status is not (204 or 304))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {reply.StatedLength ?? length}\r\n");
        }

        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }

    private static byte[] WireBody(Reply reply)
    {
        if (!IsChunked(reply))
        {
            return reply.Body;
        }

        using MemoryStream wire = new();
        foreach (byte[] chunk in reply.Body.Chunk(reply.ChunkSize ?? 1024))
        {
            wire.Write(Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"));
            wire.Write(chunk);
            wire.Write("\r\n"u8);
        }

        if (reply.CutKind != CutKind.NoLastChunk)
        {
            wire.Write("0\r\n\r\n"u8);
        }

        return wire.ToArray();
    }

    private static ReadOnlyMemory<byte> PartOf(byte[] body, Reply reply) =>
        body.AsMemory(0, Math.Min(reply.CutAfter ?? body.Length / 2, body.Length));

    private async Task<bool> SendChunksAsync(HttpContent source)
    {
        try
        {
            await using Stream body = await source.ReadAsStreamAsync(cancellationToken);
            byte[] buffer = new byte[16 * 1024];
            int count;
            do
            {
                count = await body.ReadAsync(buffer, cancellationToken);
                await SendAsync(Encoding.ASCII.GetBytes($"{count:x}\r\n"));
                await SendAsync(buffer.AsMemory(0, count));
                await SendAsync("\r\n"u8.ToArray());
            }
            while (count > 0);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            await ResetOnceReadAsync();
            return false;
        }
    }

    private async Task SendBodyAsync(Reply reply, ReadOnlyMemory<byte> body)
    {
        int piece = Math.Min(reply.PauseAfter ?? body.Length, body.Length);
        await SendAsync(body[..piece]);
        for (int sent = piece; sent < body.Length; sent += piece)
        {
            await Task.Delay(reply.Pause, cancellationToken);
            piece = reply.PausesAgain ? Math.Min(piece, body.Length - sent) : body.Length - sent;
            await SendAsync(body.Slice(sent, piece));
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    private async Task ResetOnceReadAsync()
    {
        await Task.Delay(s_timeToRead, cancellationToken);
        Reset();
    }

    private void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
