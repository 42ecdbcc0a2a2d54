using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.RateLimiting;

public sealed partial class RateLimiterTests
{
    [Fact]
    public void Spent_budget_delays_requests_exactly_until_the_reset()
    {
        Learn(remaining: 2);
        var waiting = EnterMany(4);

        Assert.Equal(2, Admitted(waiting));
        Answered(waiting[0], remaining: 1);
        Answered(waiting[1], remaining: 0);
        Assert.Equal(2, Admitted(waiting));
        _clock.Advance(s_window - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Admitted(waiting));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(3, Admitted(waiting));
        Assert.True(RateLease(waiting[2]).IsProbe);
        Assert.Equal(s_window, RateLease(waiting[2]).Waited);
        Assert.Equal(TimeSpan.Zero, RateLease(waiting[1]).Waited);
    }

    [Fact]
    public void A_wait_of_two_minutes_takes_two_minutes()
    {
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(120));
        var waiting = Enter();

        _clock.Advance(TimeSpan.FromSeconds(119.9));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(TimeSpan.FromSeconds(120), RateLease(waiting).Waited);
    }

    [Fact]
    public void Lowest_remaining_count_wins_in_any_order_of_answers()
    {
        Learn(remaining: 10);
        var sent = EnterMany(4);

        foreach (var (entered, remaining) in new[] { (sent[3], 6), (sent[0], 9), (sent[2], 7), (sent[1], 8) })
        {
            Answered(entered, remaining);
        }

        Assert.Equal(6, _gate.Status.Remaining);
        Assert.Equal(6, Admitted(EnterMany(10)));
    }

    [Fact]
    public void Requests_in_flight_are_subtracted()
    {
        Learn(remaining: 5);
        var sent = EnterMany(3);

        Assert.Equal(2, _gate.Status.Remaining);
        Answered(sent[0], remaining: 4);
        Assert.Equal(2, _gate.Status.Remaining);
    }

    [Fact]
    public void Request_without_an_answer_counts_as_spent()
    {
        Learn(remaining: 5);
        var sent = Enter();

        _gate.Unanswered(RateLease(sent));

        Assert.Equal(4, _gate.Status.Remaining);
    }

    [Fact]
    public void Pending_answers_are_awaited_silently()
    {
        Learn(remaining: 5);
        var sent = EnterMany(5);
        var eager = Enter(maximumWait: TimeSpan.FromSeconds(1));

        // The last one is answered first, so it is unknown how many of the other four it counted.
        Answered(sent[4], remaining: 4);
        Assert.Empty(_log.Waits);
        Assert.False(eager.IsFaulted, "refused although the budget is not spent");

        foreach (var entered in sent.Take(4))
        {
            Answered(entered, remaining: 4);
        }

        Assert.True(eager.IsCompletedSuccessfully);
        Assert.Equal(3, Admitted(EnterMany(4)));
    }

    [Fact]
    public void New_window_replaces_the_old_one()
    {
        Learn(remaining: 1);
        _clock.Advance(s_window);
        Assert.Null(_gate.Status.Remaining);

        Learn(remaining: 99);

        Assert.Equal(99, _gate.Status.Remaining);
        Assert.Equal(_clock.UtcNow + s_window, _gate.Status.ResetAt);
    }

    [Fact]
    public void Sliding_window_counts_as_a_new_one()
    {
        Learn(remaining: 1);
        var sent = Enter();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Answered(sent, remaining: 50);

        Assert.Equal(50, _gate.Status.Remaining);
    }

    [Fact]
    public void Later_resets_give_room_again_although_requests_always_overlap()
    {
        Learn(remaining: 12);
        var sent = EnterMany(10);
        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            Answered(sent[0], remaining: 10 + (5 * i));
            sent.RemoveAt(0);
            sent.Add(Enter());
        }

        Assert.InRange(_gate.Status.Remaining!.Value, 400, 505 - sent.Count);
    }

    [Fact]
    public void Answer_from_an_expired_window_is_ignored()
    {
        Learn(remaining: 50);
        var late = Enter();
        _clock.Advance(s_window);
        Learn(remaining: 40);

        Answered(late, remaining: 0, untilReset: TimeSpan.FromSeconds(-1));

        // One less than 40, because a sliding window still counts the late request.
        Assert.Equal(39, _gate.Status.Remaining);
    }

    [Fact]
    public void Reset_in_the_past_never_delays()
    {
        for (var i = 0; i < 20; i++)
        {
            var entered = Enter();
            Assert.True(entered.IsCompletedSuccessfully);
            Answered(entered, remaining: 0, untilReset: TimeSpan.FromSeconds(-600));
        }

        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public void Spent_budget_without_a_reset_continues_one_request_at_a_time()
    {
        Answered(Enter(), RateHeadersOf(remaining: 2, untilReset: null));
        var waiting = EnterMany(5);
        Assert.Equal(3, Admitted(waiting));

        Answered(waiting[0], RateHeadersOf(remaining: 0, untilReset: null));
        Assert.Equal(3, Admitted(waiting));
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(4, Admitted(waiting));
    }

    [Fact]
    public void Limit_is_the_one_stated_last()
    {
        Answered(Enter(), new RateHeaders(100, 50, s_window, null));
        Answered(Enter(), new RateHeaders(null, 49, s_window, null));

        Assert.Equal(new RateStatus(100, 49, _clock.UtcNow + s_window), _gate.Status);

        Answered(Enter(), new RateHeaders(60, 48, s_window, null));

        Assert.Equal(60, _gate.Status.Limit);
    }

    [Fact]
    public void Remaining_count_is_never_negative()
    {
        Learn(remaining: 5);
        var sent = EnterMany(5);

        Answered(sent[0], remaining: 2);

        Assert.Equal(0, _gate.Status.Remaining);
    }

    [Fact]
    public void Unanswered_request_is_subtracted_from_answers_to_earlier_requests()
    {
        Learn(remaining: 10);
        var sent = EnterMany(2);
        _gate.Unanswered(RateLease(sent[0]));
        var sentAfter = Enter();

        // The service may have answered this before it counted the unanswered request.
        Answered(sent[1], remaining: 9);
        Assert.Equal(8 - 1, _gate.Status.Remaining);

        // Sent after the unanswered request ended, so this answer counts everything.
        Answered(sentAfter, remaining: 8);
        Assert.Equal(8, _gate.Status.Remaining);
    }

    [Fact]
    public void Answer_to_a_request_of_the_previous_window_counts_as_one_request()
    {
        Learn(remaining: 50);
        var late = Enter();
        _clock.Advance(s_window);
        Learn(remaining: 40);

        Answered(late, remaining: 5);

        Assert.Equal(39, _gate.Status.Remaining);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void Answer_that_arrives_after_its_window_counts_as_one_request(int untilReset)
    {
        Learn(remaining: 50);

        Answered(Enter(), remaining: 3, untilReset: TimeSpan.FromSeconds(untilReset));

        Assert.Equal(49, _gate.Status.Remaining);
    }

    [Theory]
    [InlineData(55, 60)]
    [InlineData(60, 60)]
    [InlineData(65, 65)]
    public void Latest_reset_wins_among_overtaken_answers(int untilReset, int expected)
    {
        Learn(remaining: 10);
        var sent = EnterMany(2);
        Answered(sent[1], remaining: 8);

        Answered(sent[0], remaining: 9, untilReset: TimeSpan.FromSeconds(untilReset));

        Assert.Equal(_clock.UtcNow.AddSeconds(expected), _gate.Status.ResetAt);
        Assert.Equal(8, _gate.Status.Remaining);
    }

    [Fact]
    public void Answer_in_order_wins_even_with_an_earlier_reset()
    {
        Learn(remaining: 10);

        Answered(Enter(), remaining: 20, untilReset: TimeSpan.FromSeconds(5));

        Assert.Equal(new RateStatus(null, 20, _clock.UtcNow.AddSeconds(5)), _gate.Status);
    }

    [Fact]
    public void Second_probe_starts_exactly_five_seconds_after_the_first()
    {
        var waiting = EnterMany(3);

        _clock.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, Admitted(waiting));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, Admitted(waiting));
        Assert.True(RateLease(waiting[1]).IsProbe);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, Admitted(waiting));
        Assert.Empty(_log.Waits);
    }
}
