using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Scanning;

internal static class RemainingTime
{
    private const double WindowSeconds = 60;

    private const double MaximumSeconds = 1e9;

    /// <summary>Estimates the time left from the speed so far and the rate limit.</summary>
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
