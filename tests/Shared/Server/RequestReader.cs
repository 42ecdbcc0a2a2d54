using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Skipcall.Testing;

internal sealed class RequestReader(PipeReader incoming, CancellationToken cancellationToken)
{
    /// <summary>Returns null if the client sends no more.</summary>
    public async Task<ReceivedRequest?> ReadAsync(
        Func<string, string, IReadOnlyDictionary<string, string>, ReadOnlyMemory<byte>, ReceivedRequest> create)
    {
        if (await ReadLineAsync() is not { } requestLine)
        {
            return null;
        }

        string[] words = requestLine.Split(' ');
        Dictionary<string, string> headers = await ReadHeadersAsync();
        return create(words[0], words[1], headers, await ReadBodyAsync(headers));
    }

    private async Task<Dictionary<string, string>> ReadHeadersAsync()
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            string[] parts = line.Split(':', 2);
            string value = parts[1].Trim();
            headers[parts[0]] = headers.TryGetValue(parts[0], out string? earlier) ? $"{earlier}, {value}" : value;
        }

        return headers;
    }

    private async Task<byte[]> ReadBodyAsync(Dictionary<string, string> headers)
    {
        if (headers.TryGetValue("Transfer-Encoding", out string? coding) && coding.EndsWith("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return await ReadChunksAsync();
        }

        return headers.TryGetValue("Content-Length", out string? length)
            ? await ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture))
            : [];
    }

    private async Task<byte[]> ReadChunksAsync()
    {
        using MemoryStream body = new();
        int size;
        do
        {
            string line = await ReadLineAsync() ?? throw new EndOfStreamException();
            size = int.Parse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await ReadExactlyAsync(size));

            // The end of the chunk or, after the last one, of the (empty) trailer.
            await ReadLineAsync();
        }
        while (size > 0);

        return body.ToArray();
    }

    private async Task<byte[]> ReadExactlyAsync(int count)
    {
        if (count == 0)
        {
            // ReadAtLeastAsync would wait for at least one byte.
            return [];
        }

        ReadResult result = await incoming.ReadAtLeastAsync(count, cancellationToken);
        if (result.Buffer.Length < count)
        {
            throw new EndOfStreamException();
        }

        ReadOnlySequence<byte> wanted = result.Buffer.Slice(0, count);
        byte[] bytes = wanted.ToArray();
        incoming.AdvanceTo(wanted.End);
        return bytes;
    }

    private async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            ReadResult result = await incoming.ReadAsync(cancellationToken);
            SequenceReader<byte> reader = new(result.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            {
                string text = Encoding.Latin1.GetString(line);
                incoming.AdvanceTo(reader.Position);
                return text;
            }

            incoming.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }
}
