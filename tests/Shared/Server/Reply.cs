using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace Skipcall.Testing;

/// <summary>Immutable; each method returns a copy. Positions in the body count bytes on the wire, after compression and chunking.</summary>
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

    /// <summary>Streamed instead of the body; a failure resets the connection.</summary>
    internal HttpContent? Source { get; private init; }

    internal long? StatedLength { get; private init; }

    internal bool OmitsLength { get; private init; }

    internal int? ChunkSize { get; private init; }

    internal TimeSpan Delay { get; private init; }

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

    /// <summary>Raw bytes, including status line and headers, before the connection is closed.</summary>
    public static Reply Raw(byte[] wire) => new() { Body = wire, IsRaw = true };

    public static Reply Empty(int status) => new() { Status = status };

    public static Reply Hang() => new() { CutKind = CutKind.Hang };

    /// <summary>A handler's answer, or a reset if the handler throws.</summary>
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

    public Reply WithStatus(int status, string? reason = null) => this with { Status = status, Reason = reason };

    /// <summary>Adds a header line without checks; a name may occur twice.</summary>
    public Reply WithHeader(string name, string value) => this with { Headers = Headers.Add(new(name, value)) };

    /// <summary>For the length, see <see cref="WithoutContentLength"/>.</summary>
    public Reply WithoutHeader(string name) =>
        this with { Headers = Headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) };

    public Reply WithRateLimit(int limit, int remaining, long reset) =>
        WithHeader("X-RateLimit-Limit", limit.ToString(CultureInfo.InvariantCulture))
            .WithHeader("X-RateLimit-Remaining", remaining.ToString(CultureInfo.InvariantCulture))
            .WithHeader("X-RateLimit-Reset", reset.ToString(CultureInfo.InvariantCulture));

    /// <summary>By default, no Date is sent.</summary>
    public Reply WithDate(DateTimeOffset date) =>
        WithoutHeader("Date").WithHeader("Date", date.ToString("r", CultureInfo.InvariantCulture));

    /// <summary>A false Content-Length. The whole body is sent, then the connection is closed.</summary>
    public Reply WithContentLength(long length) => this with { StatedLength = length, OmitsLength = false };

    /// <summary>Unless chunked, the body then ends with the connection.</summary>
    public Reply WithoutContentLength() => this with { OmitsLength = true };

    public Reply Chunked(int chunkSize = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        return this with { ChunkSize = chunkSize };
    }

    /// <summary>Compresses the body, even if the client doesn't accept it.</summary>
    public Reply Gzipped()
    {
        using MemoryStream zipped = new();
        using (GZipStream zip = new(zipped, CompressionLevel.Optimal))
        {
            zip.Write(Body);
        }

        return (this with { Body = zipped.ToArray() }).WithHeader("Content-Encoding", "gzip");
    }

    /// <summary>Only the first bytes of the (compressed) body, with matching lengths, so that framing doesn't show it.</summary>
    public Reply Truncated(int bytes) => this with { Body = [.. Body.Take(bytes)] };

    /// <summary>Waits before the first byte, or before an earlier cut.</summary>
    public Reply After(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Pauses once within the body.</summary>
    public Reply Stalling(int afterBytes, TimeSpan pause) =>
        this with { PauseAfter = afterBytes, PausesAgain = false, Pause = pause };

    /// <summary>Sends the body a few bytes at a time.</summary>
    public Reply Dripping(int bytesAtATime, TimeSpan pause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesAtATime, 1);
        return this with { PauseAfter = bytesAtATime, PausesAgain = true, Pause = pause };
    }

    /// <summary>A cut within the body comes after half of it by default.</summary>
    public Reply Cut(CutKind kind, int? afterBytes = null) => this with { CutKind = kind, CutAfter = afterBytes };
}
