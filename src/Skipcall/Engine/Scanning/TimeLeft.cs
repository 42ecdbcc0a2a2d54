using System;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Scanning;

/// <summary>How long a scan will still take, at the speed it had and with the budget there is.</summary>
internal static class TimeLeft
{
    private const double WindowSeconds = 60;

    // A total may be absurd: more than some thirty years are not counted.
    private const double MostSeconds = 1e9;

    /// <param name="pages">Pages still to come.</param>
    /// <param name="secondsEach">Seconds a page took so far.</param>
    /// <param name="rate">The rate limit as it stands.</param>
    /// <param name="now">The wall clock.</param>
    public static TimeSpan Estimate(long pages, double secondsEach, RateStatus rate, DateTimeOffset now)
    {
        var left = pages * secondsEach;
        if (rate is { Limit: > 0 and var limit, Remaining: { } remaining, ResetAt: { } reset } && pages > remaining)
        {
            var windows = (pages - remaining - 1) / limit;
            left = Math.Max(left, (reset - now).TotalSeconds + (WindowSeconds * windows));
        }

        return TimeSpan.FromSeconds(Math.Min(left, MostSeconds));
    }
}
