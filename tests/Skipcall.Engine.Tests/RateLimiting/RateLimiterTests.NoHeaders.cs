namespace Skipcall.Engine.Tests.RateLimiting;

public sealed partial class RateLimiterTests
{
    [Fact]
    public void Answer_without_rate_headers_counts_as_one_request()
    {
        Learn(remaining: 5);

        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(4, _gate.Status.Remaining);
    }

    [Fact]
    public void Late_answer_without_rate_headers_keeps_the_limit()
    {
        Learn(remaining: 5);
        var late = Enter();
        _clock.Advance(s_window);

        Answered(late, RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(1, Admitted(EnterMany(3)));
    }

    [Fact]
    public void One_answer_without_rate_headers_keeps_the_known_budget()
    {
        Answered(Enter(), RateHeadersOf(remaining: 0, untilReset: null));
        var probe = Enter();
        Assert.True(RateLease(probe).IsProbe);

        Answered(probe, RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(1, Admitted(EnterMany(3)));
    }
}
