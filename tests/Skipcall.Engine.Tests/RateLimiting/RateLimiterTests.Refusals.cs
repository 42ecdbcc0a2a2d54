using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.RateLimiting;

public sealed partial class RateLimiterTests
{
    [Fact]
    public void Budget_is_unknown_after_a_429()
    {
        Learn(remaining: 50);
        var sent = EnterMany(2);

        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(7));

        Assert.Equal(new RateStatus(null, null, null), _gate.Status);
        Answered(sent[1], remaining: 48);
        Assert.Null(_gate.Status.Remaining);
    }

    [Fact]
    public void Wait_after_a_429_states_reason_and_end()
    {
        _clock.Advance(TimeSpan.FromSeconds(3));
        Refused(Enter(), retryAfter: TimeSpan.FromSeconds(7));

        Enter();

        Assert.Equal(new[] { "The service asked to wait (429)" }, _log.Waits);
        Assert.Equal(new[] { TimeSpan.FromSeconds(10) }, _log.WaitEnds);
    }

    [Fact]
    public void A_429_blocks_all_requests()
    {
        Learn(remaining: 50);
        var refused = Enter();

        Refused(refused, retryAfter: TimeSpan.FromSeconds(7));
        var waiting = EnterMany(3);

        Assert.Equal(0, Admitted(waiting));
        _clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Equal(0, Admitted(waiting));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, Admitted(waiting));
    }

    [Fact]
    public void Retry_after_comes_before_the_reset()
    {
        Refused(Enter(), retryAfter: TimeSpan.FromSeconds(3), untilReset: TimeSpan.FromSeconds(50));
        Assert.Equal(TimeSpan.FromSeconds(3), TimeUntilNext());
    }

    [Fact]
    public void The_reset_comes_before_the_backoff()
    {
        Refused(Enter(), untilReset: TimeSpan.FromSeconds(50));
        Assert.Equal(TimeSpan.FromSeconds(50), TimeUntilNext());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-30)]
    public void Without_either_the_wait_doubles_with_upward_jitter(int? untilReset)
    {
        TimeSpan? reset = untilReset is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        foreach (var plain in new[] { 1.0, 2, 4, 8, 16, 32, 60, 60 })
        {
            Refused(Enter(), untilReset: reset);
            Assert.InRange(TimeUntilNext().TotalSeconds, plain, plain * 1.25);
        }
    }

    [Fact]
    public void Concurrent_429s_count_as_one()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        var sent = EnterMany(4);
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        foreach (var entered in sent)
        {
            Refused(entered);
        }

        Assert.InRange(TimeUntilNext().TotalSeconds, 1, 1.25);
    }

    [Fact]
    public void Concurrent_429s_at_the_moment_of_admission_count_as_one()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        foreach (var entered in EnterMany(4))
        {
            Refused(entered);
        }

        Assert.InRange(TimeUntilNext().TotalSeconds, 1, 1.25);
    }

    [Fact]
    public void Successful_answer_resets_the_backoff()
    {
        Refused(Enter());
        TimeUntilNext();
        Refused(Enter());
        TimeUntilNext();
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));

        Refused(Enter());

        Assert.InRange(TimeUntilNext().TotalSeconds, 1, 1.25);
    }

    [Fact]
    public void Later_429_with_a_shorter_wait_does_not_shorten_the_block()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        var sent = EnterMany(2);
        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(30));
        Refused(sent[1], retryAfter: TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(30), TimeUntilNext());
    }

    [Fact]
    public async Task Wait_longer_than_the_maximum_fails_at_once_with_the_reset_time()
    {
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(120));

        var refused = Enter(maximumWait: TimeSpan.FromSeconds(119));

        var failure = await Assert.ThrowsAsync<RateLimitExceededException>(() => refused);
        Assert.Equal(SkipcallErrorId.RateLimitExceeded, failure.ErrorId);
        Assert.Equal(_clock.UtcNow.AddSeconds(120), failure.ResetAt);
        Assert.Contains("120 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public async Task Error_states_required_and_allowed_wait_in_whole_seconds()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(99.2));

        var failure = await Assert.ThrowsAsync<RateLimitExceededException>(() => Enter(maximumWait: TimeSpan.FromSeconds(30)));

        Assert.Equal(
            "The rate limit requires a wait of 100 s, which is longer than -MaximumWaitSec (30).",
            failure.Message);
        Assert.Equal(_clock.UtcNow.AddSeconds(99.2), failure.ResetAt);
        Assert.Empty(_log.All);
    }

    [Fact]
    public void Wait_of_exactly_the_maximum_is_allowed()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), TimeUntil(Enter(maximumWait: TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public async Task Waiting_request_fails_when_its_wait_becomes_too_long()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        var sent = EnterMany(2);
        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(10));
        var waiting = Enter(maximumWait: TimeSpan.FromSeconds(30));
        _clock.Advance(TimeSpan.FromSeconds(5));

        Refused(sent[1], retryAfter: TimeSpan.FromSeconds(60));

        await Assert.ThrowsAsync<RateLimitExceededException>(() => waiting);
        AssertEveryWaitEnded();
    }

    [Fact]
    public void Other_requests_keep_waiting_when_one_fails()
    {
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(20));
        var impatient = Enter(maximumWait: TimeSpan.FromSeconds(10));
        var patient = Enter();

        Assert.True(impatient.IsFaulted);
        Assert.Equal(TimeSpan.FromSeconds(20), TimeUntil(patient));
    }
}
