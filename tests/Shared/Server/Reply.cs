using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Skipcall.Testing;

/// <summary>
/// All that <see cref="FaultyServer"/> sends for one request, and how. Immutable: each method returns a changed copy.
/// Places in the body are counted on the wire: after compression and chunking.
/// </summary>
public sealed record Reply
{
    private Reply()
    {
    }

    internal int Status { get; private init; } = 200;

    internal string? Reason { get; private init; }

    internal ImmutableList<KeyValuePair<string, string>> Headers { get; private init; } = [];

    internal byte[] Body { get; private init; } = [];

    internal bool IsRaw { get; private init; }

    /// <summary>Sent instead of the body, as it comes; the connection is reset if it fails.</summary>
    internal HttpContent? Source { get; private init; }

    /// <summary>What Content-Length says, when that is not the truth.</summary>
    internal long? StatedLength { get; private init; }

    internal bool OmitsLength { get; private init; }

    internal int? ChunkSize { get; private init; }

    internal TimeSpan Delay { get; private init; }

    /// <summary>The wait before the first byte.</summary>
    internal TimeSpan Wait => CutKind == CutKind.Hang ? Timeout.InfiniteTimeSpan : Delay;

    internal int? PauseAfter { get; private init; }

    internal bool PausesAgain { get; private init; }

    internal TimeSpan Pause { get; private init; }

    internal CutKind CutKind { get; private init; }

    internal int? CutAfter { get; private init; }

    public static Reply Json(string json, int status = 200) => Text(json, "application/json; charset=utf-8", status);

    public static Reply Text(string text, string contentType = "text/plain; charset=utf-8", int status = 200) =>
        Bytes(Encoding.UTF8.GetBytes(text), status).WithHeader("Content-Type", contentType);

    public static Reply Bytes(byte[] body, int status = 200) => new() { Body = body, Status = status };

    /// <summary>Bytes that are sent as they are, status line and headers included. Then the connection is closed.</summary>
    public static Reply Raw(byte[] wire) => new() { Body = wire, IsRaw = true };

    public static Reply Empty(int status) => new() { Status = status };

    /// <summary>Never answers.</summary>
    public static Reply Hang() => new() { CutKind = CutKind.Hang };

    /// <summary>A handler's answer to the request; a reset when the handler throws.</summary>
    public static async Task<Reply> FromHandlerAsync(
        HttpMessageHandler handler, ReceivedRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            HttpResponseMessage response = await HandlerRelay.SendAsync(handler, request, cancellationToken);
            return Empty((int)response.StatusCode) with
            {
                Reason = response.ReasonPhrase,
                Headers = [.. HandlerRelay.EndToEndHeaders(response)],
                Source = response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified ? null : response.Content,
            };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Empty(500).Cut(CutKind.ResetBeforeHeaders);
        }
    }

    /// <summary>Another status line.</summary>
    public Reply WithStatus(int status, string? reason = null) => this with { Status = status, Reason = reason };

    /// <summary>One more header line, sent as it is: nothing is checked, a name may come twice.</summary>
    public Reply WithHeader(string name, string value) => this with { Headers = Headers.Add(new(name, value)) };

    /// <summary>Takes all lines of a header away again; for the length see <see cref="WithoutContentLength"/>.</summary>
    public Reply WithoutHeader(string name) =>
        this with { Headers = Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) };

    /// <summary>The three X-RateLimit headers.</summary>
    public Reply WithRateLimit(int limit, int remaining, long reset) =>
        WithHeader("X-RateLimit-Limit", limit.ToString(CultureInfo.InvariantCulture))
            .WithHeader("X-RateLimit-Remaining", remaining.ToString(CultureInfo.InvariantCulture))
            .WithHeader("X-RateLimit-Reset", reset.ToString(CultureInfo.InvariantCulture));

    /// <summary>The server's clock. Without it no Date is sent.</summary>
    public Reply WithDate(DateTimeOffset date) =>
        WithoutHeader("Date").WithHeader("Date", date.ToString("r", CultureInfo.InvariantCulture));

    /// <summary>A Content-Length that lies. The whole body is sent all the same, then the connection is closed.</summary>
    public Reply WithContentLength(long length) => this with { StatedLength = length, OmitsLength = false };

    /// <summary>No Content-Length: unless it is chunked, the body ends where the connection does.</summary>
    public Reply WithoutContentLength() => this with { OmitsLength = true };

    public Reply Chunked(int chunkSize = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        return this with { ChunkSize = chunkSize };
    }

    /// <summary>Compresses the body, whether the client accepts that or not.</summary>
    public Reply Gzipped()
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Optimal))
        {
            zip.Write(Body);
        }

        return (this with { Body = zipped.ToArray() }).WithHeader("Content-Encoding", "gzip");
    }

    /// <summary>Only the first bytes of the body (compressed, when it is), with lengths that agree: no client can tell from the framing.</summary>
    public Reply Truncated(int bytes) => this with { Body = [.. Body.Take(bytes)] };

    /// <summary>Waits before the first byte (or before the cut, when that comes first).</summary>
    public Reply After(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Stops once in mid-body, then goes on.</summary>
    public Reply Stalling(int afterBytes, TimeSpan pause) =>
        this with { PauseAfter = afterBytes, PausesAgain = false, Pause = pause };

    /// <summary>A body that comes a few bytes at a time.</summary>
    public Reply Dripping(int bytesAtATime, TimeSpan pause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesAtATime, 1);
        return this with { PauseAfter = bytesAtATime, PausesAgain = true, Pause = pause };
    }

    /// <summary>Goes wrong. A cut in mid-body comes after half of it, if not told otherwise.</summary>
    public Reply Cut(CutKind kind, int? afterBytes = null) => this with { CutKind = kind, CutAfter = afterBytes };
}
