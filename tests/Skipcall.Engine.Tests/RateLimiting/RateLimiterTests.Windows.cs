using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.RateLimiting;

public sealed partial class RateLimiterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Learns_the_end_of_the_window_once(bool aligned)
    {
        var run = Spend(new ModelRateWindow(aligned ? ModelRateWindow.Kind.Aligned : ModelRateWindow.Kind.Fixed, 1000, s_window), 6500);

        Assert.Equal(1, run.Tests);
        Assert.Equal(0, run.Refused);
        Assert.InRange((run.Granted[5000] - run.Granted[4000]).TotalSeconds, 59, 60.5);
    }

    [Fact]
    public void Waits_as_long_as_before_if_the_test_met_the_old_window()
    {
        // The service's clock is behind by less than Date can show.
        var run = Spend(new ModelRateWindow(ModelRateWindow.Kind.Aligned, 1000, s_window), 6500, clockSkew: TimeSpan.FromSeconds(0.9));

        Assert.Equal(1, run.Tests);
        Assert.Equal(0, run.Refused);
    }

    [Fact]
    public void Learns_nothing_from_a_sliding_window()
    {
        var run = Spend(new ModelRateWindow(ModelRateWindow.Kind.Sliding, 1000, s_window), 6500);

        Assert.Equal(0, run.Refused);
        Assert.InRange(run.Tests, 0, 1);
    }

    [Fact]
    public void Keeps_no_request_of_a_small_budget_back()
    {
        var run = Spend(new ModelRateWindow(ModelRateWindow.Kind.Fixed, 100, s_window), 650);

        Assert.Equal(0, run.Tests);
        Assert.Equal(0, run.Refused);
    }

    [Fact]
    public void The_last_request_of_a_window_waits_for_its_probable_end_if_others_follow()
    {
        LeaveOne();

        var waiting = EnterMany(2);

        Assert.Equal(0, Admitted(waiting));
        Assert.All(_log.Waits, wait => Assert.Equal("Rate limit reached", wait));
        Assert.Equal(s_window - RateHeaders.Rounding, TimeUntil(waiting[0]));
        Assert.True(RateLease(waiting[0]).IsTest);
    }

    [Fact]
    public void A_single_last_request_waits_only_until_no_other_follows()
    {
        LeaveOne();

        var last = Enter();

        Assert.False(last.IsCompleted);
        Assert.Empty(_log.Waits);
        Assert.Equal(TimeSpan.FromMilliseconds(100), TimeUntil(last));
        Assert.False(RateLease(last).IsTest);
    }

    [Fact]
    public void A_single_last_request_long_after_the_last_response_does_not_wait()
    {
        LeaveOne();
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(Enter().IsCompletedSuccessfully);
    }

    [Fact]
    public void A_last_request_behind_a_response_on_its_way_waits_for_the_probable_end()
    {
        LeaveOne(inFlight: 1);

        Assert.Equal(s_window - RateHeaders.Rounding, TimeUntil(Enter()));
    }

    [Fact]
    public void No_request_is_held_back_for_longer_than_it_may_wait()
    {
        LeaveOne();

        Assert.True(Enter(TimeSpan.FromSeconds(1)).IsCompletedSuccessfully);
    }

    [Fact]
    public void After_a_429_windows_end_when_the_service_says()
    {
        Refused(Enter(), TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Answered(Enter(), new RateHeaders(1000, 0, s_window, null));

        Assert.Equal(s_window, TimeUntilNext());
    }

    [Fact]
    public void Does_not_stop_at_the_end_of_a_window_that_is_not_used_up()
    {
        Learn(remaining: 50);
        var waiting = EnterMany(2);
        _clock.Advance(s_window);

        waiting.AddRange(EnterMany(3));

        Assert.Equal(5, Admitted(waiting));
    }

    [Theory]
    [InlineData(1000, 200, 4)]
    [InlineData(1000, 500, 10)]
    [InlineData(1000, 1000, 20)]
    [InlineData(1000, 5000, 24)]
    [InlineData(100, 1000, 4)]
    [InlineData(100, 5000, 10)]
    [InlineData(1_000_000, 1, 5)]
    [InlineData(1_000_000, 3, 15)]
    [InlineData(1_000_000, 100, 24)]
    public void As_many_requests_in_flight_as_use_the_rate_limit(int limit, int latencyMs, int expected)
    {
        Assert.Equal(4, _gate.Concurrency);
        var entered = Enter();
        _clock.Advance(TimeSpan.FromMilliseconds(latencyMs));

        Answered(entered, new RateHeaders(limit, limit - 1, s_window, null));

        Assert.Equal(expected, _gate.Concurrency);
    }

    [Fact]
    public void One_request_in_flight_when_nothing_is_left_of_the_budget()
    {
        Answered(Enter(), new RateHeaders(1000, 0, s_window, null));

        Assert.Equal(1, _gate.Concurrency);
    }

    /// <summary>Uses up a window of 1000, and the next one but for one request.</summary>
    private void LeaveOne(int inFlight = 0)
    {
        Answered(Enter(), new RateHeaders(1000, 0, s_window, null));
        _clock.Advance(s_window);
        Answered(Enter(), new RateHeaders(1000, 999, s_window, null));
        EnterMany(inFlight);
        Answered(Enter(), new RateHeaders(1000, 1 + inFlight, s_window, null));
    }

    /// <summary>Sends requests, four at a time, to a service that rounds its reset up to whole seconds.</summary>
    private (List<DateTimeOffset> Granted, int Refused, int Tests) Spend(ModelRateWindow service, int requests, TimeSpan clockSkew = default)
    {
        var granted = new List<DateTimeOffset>();
        var (refused, tests, sent) = (0, 0, 0);
        _clock.Run(() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SendAsync())));
        return (granted, refused, tests);

        async Task SendAsync()
        {
            while (sent++ < requests)
            {
                var lease = await _gate.AcquireAsync(s_patience, _log, CancellationToken.None);
                tests += lease.IsTest ? 1 : 0;
                await _clock.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
                var ticket = service.Take(_clock.UtcNow - clockSkew);
                refused += ticket.Granted ? 0 : 1;
                granted.Add(_clock.UtcNow);
                await _clock.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None);
                var reset = DateTimeOffset.FromUnixTimeSeconds((long)Math.Ceiling(ticket.ResetsAt.ToUnixTimeMilliseconds() / 1000.0));
                _gate.Answered(lease, ticket.Granted ? 200 : 429, new RateHeaders(service.Limit, ticket.Remaining, reset - _clock.UtcNow + RateHeaders.Rounding, null));
            }
        }
    }
}
