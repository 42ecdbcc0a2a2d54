using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Scanning;

/// <summary>Estimates the time left for a scan.</summary>
internal static class TimeLeft
{
    private const double WindowSeconds = 60;

    // Caps the estimate for absurd totals.
    private const double MaximumSeconds = 1e9;

    /// <summary>Estimates it from the speed so far and the rate limit.</summary>
    public static TimeSpan Estimate(long pages, double secondsPerPage, RateStatus rate, DateTimeOffset now)
    {
        var left = pages * secondsPerPage;
        if (rate is { Limit: > 0 and var limit, Remaining: { } remaining, ResetAt: { } reset } && pages > remaining)
        {
            var windows = (pages - remaining - 1) / limit;
            left = Math.Max(left, (reset - now).TotalSeconds + (WindowSeconds * windows));
        }

        return TimeSpan.FromSeconds(Math.Min(left, MaximumSeconds));
    }
}
