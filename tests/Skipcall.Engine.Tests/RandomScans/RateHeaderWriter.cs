using System;
using System.Globalization;
using System.Net.Http;
using System.Net.Http.Headers;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Writes what the rate limit says in the style of the scenario.</summary>
internal static class RateHeaderWriter
{
    public static void Write(HttpResponseMessage response, RateRules rules, RateTicket? ticket, DateTimeOffset now)
    {
        if (ticket is null || rules.Headers == RateHeaderStyle.Absent)
        {
            return;
        }

        var reset = ticket.ResetsAt - DateTimeOffset.UnixEpoch;
        Add(response, "Limit", rules.Limit);
        Add(response, "Remaining", rules.Headers == RateHeaderStyle.Stale ? rules.Limit : ticket.Remaining);
        Add(response, "Reset", rules.Headers switch
        {
            RateHeaderStyle.UnixSecondsRoundedDown => (long)Math.Floor(reset.TotalSeconds),
            RateHeaderStyle.UnixSecondsRoundedUp => (long)Math.Ceiling(reset.TotalSeconds),
            // Upwards: less than a millisecond is a matter of the wire, not of the client.
            RateHeaderStyle.UnixMilliseconds => (long)Math.Ceiling(reset.TotalMilliseconds),
            RateHeaderStyle.DeltaSeconds => (long)Math.Floor((ticket.ResetsAt - now).TotalSeconds),
            _ => now.AddHours(-1).ToUnixTimeSeconds(),
        });
    }

    public static void WriteRetryAfter(HttpResponseMessage response, RetryAfterStyle style, TimeSpan wait, DateTimeOffset now)
    {
        // Upwards, to whole seconds: the header has no others.
        var seconds = Math.Ceiling(wait.TotalSeconds);
        response.Headers.RetryAfter = style switch
        {
            RetryAfterStyle.Seconds => new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)),
            RetryAfterStyle.Date => new RetryConditionHeaderValue(WholeSeconds(now.AddSeconds(seconds + 1))),
            _ => null,
        };
    }

    /// <summary>A date as HTTP has it. In memory a header would keep the fraction, which no wire brings.</summary>
    public static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    private static void Add(HttpResponseMessage response, string name, long value) =>
        response.Headers.Add("X-RateLimit-" + name, value.ToString(CultureInfo.InvariantCulture));
}
