using Skipcall.Engine.RateLimiting;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed class RemainingTimeTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 5)]
    [InlineData(50, 25)]
    [InlineData(51, 40)]
    [InlineData(150, 75)]
    [InlineData(151, 100)]
    [InlineData(1050, 580)]
    public void Time_left_follows_speed_within_the_budget_and_windows_beyond(long pages, double seconds)
    {
        var rate = new RateStatus(100, 50, s_now.AddSeconds(40));

        Assert.Equal(TimeSpan.FromSeconds(seconds), RemainingTime.Estimate(pages, 0.5, rate, s_now));
    }

    [Fact]
    public void Time_left_follows_speed_without_a_budget() =>
        Assert.Equal(TimeSpan.FromSeconds(500), RemainingTime.Estimate(1000, 0.5, default, s_now));

    [Fact]
    public void Absurd_total_gives_a_long_time_without_error() =>
        Assert.Equal(TimeSpan.FromSeconds(1e9), RemainingTime.Estimate(9_000_000_000_000_000, 0.001, new RateStatus(1, 0, s_now), s_now));
}
