using System;

namespace Skipcall.Engine.Scanning;

/// <summary>How long a scan will still take, at the speed it had and with the budget there is.</summary>
internal static class TimeLeft
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    /// <param name="pages">Pages still to come.</param>
    /// <param name="secondsEach">Seconds a page took so far.</param>
    /// <param name="rate">The rate limit as it stands.</param>
    /// <param name="now">The wall clock.</param>
    public static TimeSpan Estimate(long pages, double secondsEach, RateStatus rate, DateTimeOffset now)
    {
        var left = TimeSpan.FromSeconds(Math.Min(pages * secondsEach, 1e9));
        if (rate is { Limit: > 0 and var limit, Remaining: { } remaining, ResetAt: { } reset } && pages > remaining)
        {
            var windows = (pages - remaining - 1) / limit;
            var budgeted = reset - now + TimeSpan.FromTicks(s_window.Ticks * windows);
            left = budgeted > left ? budgeted : left;
        }

        return left;
    }
}
