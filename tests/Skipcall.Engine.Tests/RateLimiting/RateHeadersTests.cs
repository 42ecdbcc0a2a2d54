using System.Globalization;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.RateLimiting;

public sealed class RateHeadersTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_rounding = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("100", 100)]
    [InlineData("100.0", 100)]
    [InlineData(" 100 ", 100)]
    [InlineData("100;w=60", 100)]
    [InlineData("100, 100;w=60", 100)]
    [InlineData("0", 0)]
    [InlineData("-3", 0)]
    [InlineData("99999999999", int.MaxValue)]
    [InlineData("many", null)]
    [InlineData("", null)]
    [InlineData("NaN", null)]
    [InlineData("1e3", null)]
    [InlineData("0x10", null)]
    public void Count_is_the_number_at_the_start_of_the_header(string text, int? expected)
    {
        var headers = Read(("X-RateLimit-Remaining", text), ("X-RateLimit-Limit", text));

        Assert.Equal(expected, headers.Remaining);
        Assert.Equal(expected, headers.Limit);
    }

    [Fact]
    public void Missing_headers_give_nulls() => Assert.Equal(default, Read());

    [Fact]
    public void Counts_do_not_depend_on_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
        try
        {
            Assert.Equal(100, Read(("X-RateLimit-Remaining", "100.0")).Remaining);
            Assert.Equal(TimeSpan.FromSeconds(1.5), Read(("Retry-After", "1.5")).RetryAfter);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Reset_in_unix_seconds_gets_one_second_for_rounding() =>
        Assert.Equal(TimeSpan.FromSeconds(30) + s_rounding, Read(("X-RateLimit-Reset", Seconds(30))).UntilReset);

    [Fact]
    public void Reset_in_unix_milliseconds_is_exact() =>
        Assert.Equal(TimeSpan.FromMilliseconds(30_250), Read(("X-RateLimit-Reset", Milliseconds(30_250))).UntilReset);

    [Fact]
    public void Reset_in_whole_seconds_as_milliseconds_gets_one_second_for_rounding() =>
        Assert.Equal(TimeSpan.FromSeconds(30) + s_rounding, Read(("X-RateLimit-Reset", Milliseconds(30_000))).UntilReset);

    [Theory]
    [InlineData("42", 42)]
    [InlineData("0", 0)]
    [InlineData("86400", 86400)]
    public void Small_reset_is_seconds_left(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds) + s_rounding, Read(("X-RateLimit-Reset", text)).UntilReset);

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("999999999")]
    [InlineData("100000000000000")]
    [InlineData("∞")]
    [InlineData("2026-01-15T10:31:00Z")]
    public void Impossible_reset_is_ignored(string text) => Assert.Null(Read(("X-RateLimit-Reset", text)).UntilReset);

    [Fact]
    public void Past_reset_stays_in_the_past() =>
        Assert.True(Read(("X-RateLimit-Reset", Seconds(-90))).UntilReset < TimeSpan.Zero);

    [Theory]
    [InlineData("1000000000")]
    [InlineData("100000000000")]
    public void Smallest_dates_are_in_the_past(string text) =>
        Assert.True(Read(("X-RateLimit-Reset", text)).UntilReset < TimeSpan.Zero);

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    [InlineData(2)]
    [InlineData(-2)]
    public void Reset_is_measured_against_the_response_date(int skewSeconds)
    {
        var headers = Read(("Date", Date(skewSeconds)), ("X-RateLimit-Reset", Seconds(skewSeconds + 30)));

        Assert.Equal(TimeSpan.FromSeconds(30) + s_rounding, headers.UntilReset);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Date_within_two_seconds_is_no_skew(int skewSeconds)
    {
        var headers = Read(("Date", Date(skewSeconds)), ("X-RateLimit-Reset", Seconds(30)));

        Assert.Equal(TimeSpan.FromSeconds(30) + s_rounding, headers.UntilReset);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("")]
    public void Unreadable_date_is_no_skew(string date) =>
        Assert.Equal(TimeSpan.FromSeconds(30) + s_rounding, Read(("Date", date), ("X-RateLimit-Reset", Seconds(30))).UntilReset);

    [Theory]
    [InlineData("120", 120)]
    [InlineData("1.5", 1.5)]
    [InlineData("1", 1)]
    public void Retry_after_is_whole_or_fractional_seconds(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("Retry-After", text)).RetryAfter);

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public void Retry_after_date_is_measured_against_the_response_date(int skewSeconds)
    {
        var headers = Read(("Date", Date(skewSeconds)), ("Retry-After", Date(skewSeconds + 120)));

        Assert.Equal(TimeSpan.FromMinutes(2), headers.RetryAfter);
    }

    [Fact]
    public void Retry_after_date_without_a_response_date_uses_the_local_clock() =>
        Assert.Equal(TimeSpan.FromMinutes(2), Read(("Retry-After", Date(120))).RetryAfter);

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("a while")]
    [InlineData("")]
    [InlineData("99999999999999")]
    [InlineData("Thu, 15 Jan 2026 10:29:00 GMT")]
    public void Zero_or_impossible_retry_after_is_ignored(string text) =>
        Assert.Null(Read(("Retry-After", text)).RetryAfter);

    [Fact]
    public void Absurd_dates_give_a_bounded_wait()
    {
        var headers = Read(("Date", "Mon, 01 Jan 0001 00:00:00 GMT"), ("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"), ("X-RateLimit-Reset", "99999999999"));

        Assert.NotNull(headers.RetryAfter);
        Assert.True(s_now + headers.RetryAfter > s_now);
        Assert.True(s_now + headers.UntilReset > s_now);
    }

    private static string Seconds(int fromNow) => (s_now.ToUnixTimeSeconds() + fromNow).ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(int fromNow) => (s_now.ToUnixTimeMilliseconds() + fromNow).ToString(CultureInfo.InvariantCulture);

    private static string Date(int fromNow) => s_now.AddSeconds(fromNow).ToString("r", CultureInfo.InvariantCulture);

    private static RateHeaders Read(params (string Name, string Value)[] headers)
    {
        using var response = JsonResponse.Status(200);
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return RateHeaders.Read(response, s_now);
    }
}
