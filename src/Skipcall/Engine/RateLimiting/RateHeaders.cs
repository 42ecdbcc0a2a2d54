using System;
using System.Globalization;
using System.Linq;
using System.Net.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// What one answer says of the rate limit, turned into durations from the moment it arrived. All of it is advisory:
/// whatever is absent or cannot be true is null.
/// </summary>
internal readonly record struct RateHeaders(int? Limit, int? Remaining, TimeSpan? UntilReset, TimeSpan? RetryAfter)
{
    // "A Unix timestamp", unit unsaid: what is too small for seconds since 1970 is a delta, what is too large is milliseconds.
    private const double SmallestUnixSeconds = 1e9;
    private const double SmallestUnixMilliseconds = 1e11;
    private const double LongestDelta = 86_400;

    // Nobody waits for a year; and a wait that no calendar has would be an error instead of a wait.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    // Date has whole seconds and is often a second old: less than this is no skew.
    private static readonly TimeSpan s_noSkew = TimeSpan.FromSeconds(2);

    // A time in whole seconds may have been rounded down by up to a second, and coming back early costs a 429.
    private static readonly TimeSpan s_rounding = TimeSpan.FromSeconds(1);

    public static RateHeaders Read(HttpResponseMessage response, DateTimeOffset now)
    {
        var serverNow = response.Headers.Date is { } date && (date - now).Duration() >= s_noSkew ? date : now;

        return new RateHeaders(
            ToCount(Number(response, "X-RateLimit-Limit")),
            ToCount(Number(response, "X-RateLimit-Remaining")),
            ToReset(Number(response, "X-RateLimit-Reset"), serverNow),
            ToRetryAfter(response, response.Headers.Date ?? now));
    }

    private static TimeSpan? ToReset(double? value, DateTimeOffset serverNow)
    {
        switch (value)
        {
            case >= SmallestUnixMilliseconds and < 1e14:
                return FromUnix((long)value, serverNow);
            case >= SmallestUnixSeconds and < SmallestUnixMilliseconds:
                return FromUnix((long)(value * 1000), serverNow);
            case >= 0 and <= LongestDelta:
                return TimeSpan.FromSeconds(value.Value) + s_rounding;
            default:
                return null;
        }
    }

    private static TimeSpan FromUnix(long milliseconds, DateTimeOffset serverNow) =>
        Bounded(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) - serverNow + (milliseconds % 1000 == 0 ? s_rounding : TimeSpan.Zero));

    private static TimeSpan? ToRetryAfter(HttpResponseMessage response, DateTimeOffset serverNow)
    {
        // The typed header knows whole seconds and dates only; some services send "1.5".
        var wait = Number(response, "Retry-After") is >= 0 and < 1e9 and { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : response.Headers.RetryAfter?.Date - serverNow;
        return wait > TimeSpan.Zero ? Bounded(wait.Value) : null;
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait < s_longest ? wait : s_longest;

    private static int? ToCount(double? value) => value switch
    {
        null or double.NaN => null,
        < 0 => 0,
        > int.MaxValue => int.MaxValue,
        _ => (int)value,
    };

    /// <summary>The number a header begins with (<c>100</c>, <c>100.0</c>, <c>100;w=60</c>).</summary>
    private static double? Number(HttpResponseMessage response, string name)
    {
        if (!response.Headers.TryGetValues(name, out var values))
        {
            return null;
        }

        var text = values.First().Split(',', ';')[0].Trim();
        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}
