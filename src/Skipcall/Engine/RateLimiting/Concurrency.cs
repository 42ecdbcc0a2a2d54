namespace Skipcall.Engine.RateLimiting;

/// <summary>How many requests in flight use the whole rate limit: rate × latency plus a fifth, between 1 and 24.</summary>
internal sealed class Concurrency
{
    private const int Default = 4;

    // At one second of latency, 1000 requests a minute need 17 in flight; a fifth is added.
    private const int Maximum = 24;

    // A warm pipeline takes 4,000 pages a second. What is read further ahead only fills the memory, and garbage collections copy it.
    private const int MaximumPagesPerMinute = 240_000;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private TimeSpan? _latency;

    /// <summary>Adds the latency of a response to a moving average.</summary>
    public void Observe(TimeSpan latency) =>
        _latency = _latency is { } known ? known + TimeSpan.FromTicks((latency - known).Ticks / 8) : latency;

    /// <summary>The number for a limit per minute. At least the default while requests remain, because a short list is then read faster.</summary>
    public int For(int? limit, int? remaining) =>
        limit is { } known && _latency is { } latency ? Needed(known, latency, remaining == 0 ? 1 : Default) : Default;

    public static int Needed(int limit, TimeSpan latency, int least = Default)
    {
        var needed = Math.Ceiling(1.2 * Math.Min(limit, MaximumPagesPerMinute) * (latency.TotalSeconds / s_window.TotalSeconds));
        return (int)Math.Min(Math.Max(needed, least), Maximum);
    }
}
