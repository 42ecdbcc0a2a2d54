using System.Globalization;

namespace Skipcall.Engine.RateLimiting;

/// <summary>The rate limit as reported by a response, as durations from its arrival. Missing or impossible values are null.</summary>
internal readonly record struct RateHeaders(int? Limit, int? Remaining, TimeSpan? UntilReset, TimeSpan? RetryAfter)
{
    // The documentation says "a Unix timestamp" without a unit. Smaller values are seconds from now, larger ones milliseconds.
    private const double SmallestUnixSeconds = 1e9;
    private const double SmallestUnixMilliseconds = 1e11;
    private const double LongestDelta = 86_400;

    // Computing with dates close to year 1 or 9999 overflows.
    private const int EarliestYear = 2000;
    private const int LatestYear = 9000;

    // Caps absurd waits, which would overflow DateTimeOffset.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    // Date has one-second resolution and is often a second old, so a smaller difference is not clock skew.
    private static readonly TimeSpan s_noSkew = TimeSpan.FromSeconds(2);

    // A time in whole seconds may be rounded down, and a request sent too early costs a 429.
    public static TimeSpan Rounding { get; } = TimeSpan.FromSeconds(1);

    public static RateHeaders Read(HttpResponseMessage response, DateTimeOffset now)
    {
        var serverNow = DateOf(response) is { } date && (date - now).Duration() >= s_noSkew ? date : now;

        return new RateHeaders(
            ToCount(Number(response, "X-RateLimit-Limit")),
            ToCount(Number(response, "X-RateLimit-Remaining")),
            ToReset(Number(response, "X-RateLimit-Reset"), serverNow),
            ToRetryAfter(response, DateOf(response) ?? now));
    }

    /// <summary>The service's clock; null if the date is missing or absurd.</summary>
    public static DateTimeOffset? DateOf(HttpResponseMessage response) =>
        response.Headers.Date is { Year: >= EarliestYear and <= LatestYear } date ? date : null;

    private static TimeSpan? ToReset(double? value, DateTimeOffset serverNow)
    {
        switch (value)
        {
            case >= SmallestUnixMilliseconds and < 1e14:
                return FromUnix((long)value, serverNow);
            case >= SmallestUnixSeconds and < SmallestUnixMilliseconds:
                return FromUnix((long)(value * 1000), serverNow);
            case >= 0 and <= LongestDelta:
                return TimeSpan.FromSeconds(value.Value) + Rounding;
            default:
                return null;
        }
    }

    private static TimeSpan FromUnix(long milliseconds, DateTimeOffset serverNow) =>
        Bounded(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) - serverNow + (milliseconds % 1000 == 0 ? Rounding : TimeSpan.Zero));

    private static TimeSpan? ToRetryAfter(HttpResponseMessage response, DateTimeOffset serverNow)
    {
        // The typed header supports only whole seconds and dates; some services send "1.5".
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

    /// <summary>The number at the start of a header (<c>100</c>, <c>100.0</c>, <c>100;w=60</c>).</summary>
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
