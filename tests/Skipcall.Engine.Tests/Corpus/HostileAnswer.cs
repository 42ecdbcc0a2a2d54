using System.Net;
using System.Text;

namespace Skipcall.Engine.Tests.Corpus;

/// <summary>One generated answer; with <c>IsEndless</c>, the last byte of its body repeats forever.</summary>
internal sealed record HostileAnswer(int Status, string Reason, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, bool IsEndless = false)
{
    /// <summary>For a handler, without what .NET refuses to put into a message.</summary>
    public HttpResponseMessage ToMessage()
    {
        var message = new HttpResponseMessage((HttpStatusCode)Status) { Content = IsEndless ? new StreamContent(new EndlessBody(Body)) : new ByteArrayContent(Body) };
        if (!Reason.AsSpan().ContainsAny('\r', '\n'))
        {
            message.ReasonPhrase = Reason;
        }

        foreach (var (name, value) in Headers.Where(header => header.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')))
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return message;
    }

    /// <summary>As bytes, with damage that only a socket allows.</summary>
    public byte[] ToWire(Random random)
    {
        var lines = new List<string> { random.Next(20) == 0 ? Pick(random, s_statusLines) : $"HTTP/1.1 {Status} {Reason}" };
        lines.AddRange(Headers.Select(header => $"{header.Name}: {header.Value}"));
        var body = Body;
        switch (random.Next(10))
        {
            case 0:
                lines.Add("Content-Length: " + Pick(random, s_lengths));
                break;
            case 1:
                lines.Add("Transfer-Encoding: chunked");
                body = [.. Encoding.ASCII.GetBytes(Pick(random, s_chunkSizes)), .. body];
                break;
            case 2:
                lines.Insert(random.Next(lines.Count + 1), Pick(random, s_lines));
                break;
            case 3:
                // No length: the body ends with the connection.
                break;
            default:
                lines.Add($"Content-Length: {body.Length}");
                break;
        }

        var end = random.Next(30) == 0 ? "\n" : "\r\n";
        byte[] wire = [.. Encoding.UTF8.GetBytes(string.Join(end, lines) + end + end), .. body];
        return random.Next(15) == 0 ? wire[..random.Next(wire.Length)] : wire;
    }

    public override string ToString()
    {
        var headers = string.Join("; ", Headers.Select(header => $"{header.Name}: {Cut(header.Value)}"));
        return $"{Status} {Cut(Reason)} [{Cut(headers, 600)}] {Body.Length} bytes: {Cut(Encoding.UTF8.GetString(Body, 0, Math.Min(300, Body.Length)), 300)}";
    }

    private static readonly string[] s_statusLines =
    [
        "HTTP/1.1 ABC what", "HTTP/9.9 200 OK", "HTTP/1.1 99999 OK", "HTTP/1.1", "ICY 200 OK", "\u0000\u0001\u0002", "HTTP/1.1 20 OK", "HTTP/1.0 200 OK", "{\"data\":[]}",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", "HTTP/1.1 101 Switching Protocols",
    ];

    private static readonly string[] s_lengths = ["-1", "99999999999999999999", "abc", "0", "1", "5\r\nContent-Length: 7", "1000000000000", " 12"];

    private static readonly string[] s_chunkSizes = ["zz\r\n", "-5\r\n", "FFFFFFFFFFFFFFFFF\r\n", "0\r\n\r\n", "5;ext=\"\r\n", "\r\n", "7FFFFFFF\r\n"];

    private static readonly string[] s_lines = ["no colon", ": no name", " folded", "X\u0000Y: 1", "X-\u001B[2J: \u0007", "Name With Spaces: 1", "X: " + new string('y', 70_000)];

    private static string Pick(Random random, string[] items) => items[random.Next(items.Length)];

    private static string Cut(string text, int longest = 120) => text.Length <= longest ? text : text[..longest] + "…";

    /// <summary>Repeats its last byte forever, in large chunks.</summary>
    private sealed class EndlessBody(byte[] beginning) : Stream
    {
        private bool _begun;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            if (!_begun && beginning.Length <= buffer.Length)
            {
                _begun = true;
                beginning.CopyTo(buffer);
                return beginning.Length;
            }

            buffer.Fill(beginning[^1]);
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
