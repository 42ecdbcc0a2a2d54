using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Xunit;

namespace Skipcall.Engine.Tests.RateLimiting;

/// <summary>Who may send when, on a clock that jumps.</summary>
public sealed class RateLimiterTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    private readonly FakeClock _clock = new();
    private readonly RecordingLog _log = new();
    private readonly RateLimiter _gate;

    public RateLimiterTests() => _gate = new RateLimiter(_clock, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), seed: 1));

    // --- The probe ---

    [Fact]
    public void One_request_goes_first_and_finds_out_what_there_is()
    {
        var waiting = EnterMany(5);

        Assert.Equal(1, Admitted(waiting));
        Assert.True(RateLease(waiting[0]).IsProbe);
        Assert.Empty(_log.Waits);

        Answered(waiting[0], remaining: 3);

        Assert.Equal(4, Admitted(waiting));
        Assert.All(waiting.Skip(1).Take(3), entered => Assert.False(RateLease(entered).IsProbe));
    }

    [Fact]
    public void A_probe_that_hangs_holds_up_the_others_no_longer_than_five_seconds()
    {
        var waiting = EnterMany(3);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, Admitted(waiting));

        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(2, Admitted(waiting));

        Answered(waiting[1], remaining: 10);
        Assert.Equal(3, Admitted(waiting));
    }

    [Fact]
    public void A_probe_without_an_answer_makes_way_for_the_next_one()
    {
        var waiting = EnterMany(3);

        _gate.Unanswered(RateLease(waiting[0]));

        Assert.Equal(2, Admitted(waiting));
        Assert.True(RateLease(waiting[1]).IsProbe);
    }

    [Fact]
    public void Without_rate_headers_nobody_is_held_up()
    {
        var waiting = EnterMany(50);

        Answered(waiting[0], RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(50, Admitted(waiting));
        Assert.Equal(new RateStatus(null, null, null), _gate.Status);
    }

    // --- The budget ---

    [Fact]
    public void When_the_budget_is_spent_the_others_wait_until_the_reset_and_not_a_moment_longer()
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
    public void The_lowest_remaining_counts_in_whatever_order_the_answers_come()
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
    public void Requests_on_their_way_are_taken_off()
    {
        Learn(remaining: 5);
        var sent = EnterMany(3);

        Assert.Equal(2, _gate.Status.Remaining);
        Answered(sent[0], remaining: 4);
        Assert.Equal(2, _gate.Status.Remaining);
    }

    [Fact]
    public void A_request_without_an_answer_counts_as_spent()
    {
        Learn(remaining: 5);
        var sent = Enter();

        _gate.Unanswered(RateLease(sent));

        Assert.Equal(4, _gate.Status.Remaining);
    }

    [Fact]
    public void Answers_that_are_still_out_are_waited_for_without_a_word_and_refuse_nobody()
    {
        Learn(remaining: 5);
        var sent = EnterMany(5);
        var eager = Enter(maximumWait: TimeSpan.FromSeconds(1));

        // The last one is answered first: how many of the other four it counted can't be told yet.
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
    public void A_new_window_replaces_the_old_one()
    {
        Learn(remaining: 1);
        _clock.Advance(s_window);
        Assert.Null(_gate.Status.Remaining);

        Learn(remaining: 99);

        Assert.Equal(99, _gate.Status.Remaining);
        Assert.Equal(_clock.UtcNow + s_window, _gate.Status.ResetAt);
    }

    [Fact]
    public void A_window_that_slides_on_is_a_new_one()
    {
        Learn(remaining: 1);
        var sent = Enter();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Answered(sent, remaining: 50);

        Assert.Equal(50, _gate.Status.Remaining);
    }

    [Fact]
    public void An_answer_of_a_window_that_is_over_says_nothing()
    {
        Learn(remaining: 50);
        var late = Enter();
        _clock.Advance(s_window);
        Learn(remaining: 40);

        Answered(late, remaining: 0, untilReset: TimeSpan.FromSeconds(-1));
        Assert.Equal(40, _gate.Status.Remaining);
    }

    [Fact]
    public void A_reset_that_is_always_in_the_past_stops_nobody()
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
    public void A_budget_without_a_reset_goes_on_one_request_at_a_time()
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
    public void The_limit_is_what_the_service_said_last()
    {
        Answered(Enter(), new RateHeaders(100, 50, s_window, null));
        Answered(Enter(), new RateHeaders(null, 49, s_window, null));

        Assert.Equal(new RateStatus(100, 49, _clock.UtcNow + s_window), _gate.Status);

        Answered(Enter(), new RateHeaders(60, 48, s_window, null));

        Assert.Equal(60, _gate.Status.Limit);
    }

    [Fact]
    public void There_is_never_less_than_nothing_left()
    {
        Learn(remaining: 5);
        var sent = EnterMany(5);

        Answered(sent[0], remaining: 2);

        Assert.Equal(0, _gate.Status.Remaining);
    }

    [Fact]
    public void A_request_that_ended_without_a_word_is_taken_off_what_those_say_who_were_sent_before()
    {
        Learn(remaining: 10);
        var sent = EnterMany(2);
        _gate.Unanswered(RateLease(sent[0]));
        var sentAfter = Enter();

        // The service may have told this one of ten before it counted the other.
        Answered(sent[1], remaining: 9);
        Assert.Equal(8 - 1, _gate.Status.Remaining);

        // This one was sent when the other was over: what it says has all in it.
        Answered(sentAfter, remaining: 8);
        Assert.Equal(8, _gate.Status.Remaining);
    }

    [Fact]
    public void An_answer_to_what_was_sent_before_the_window_ended_counts_as_one_request_and_says_nothing_else()
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
    public void An_answer_whose_window_is_over_when_it_comes_counts_as_one_request(int untilReset)
    {
        Learn(remaining: 50);

        Answered(Enter(), remaining: 3, untilReset: TimeSpan.FromSeconds(untilReset));

        Assert.Equal(49, _gate.Status.Remaining);
    }

    [Theory]
    [InlineData(55, 60)]
    [InlineData(60, 60)]
    [InlineData(65, 65)]
    public void Of_answers_that_overtook_each_other_the_latest_reset_counts(int untilReset, int expected)
    {
        Learn(remaining: 10);
        var sent = EnterMany(2);
        Answered(sent[1], remaining: 8);

        Answered(sent[0], remaining: 9, untilReset: TimeSpan.FromSeconds(untilReset));

        Assert.Equal(_clock.UtcNow.AddSeconds(expected), _gate.Status.ResetAt);
        Assert.Equal(8, _gate.Status.Remaining);
    }

    [Fact]
    public void An_answer_that_was_not_overtaken_has_the_last_word_even_with_an_earlier_reset()
    {
        Learn(remaining: 10);

        Answered(Enter(), remaining: 20, untilReset: TimeSpan.FromSeconds(5));

        Assert.Equal(new RateStatus(null, 20, _clock.UtcNow.AddSeconds(5)), _gate.Status);
    }

    [Fact]
    public void An_answer_without_rate_headers_counts_as_one_request()
    {
        Learn(remaining: 5);

        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(4, _gate.Status.Remaining);
    }

    [Fact]
    public void A_late_answer_without_rate_headers_does_not_open_the_gate_for_all()
    {
        Learn(remaining: 5);
        var late = Enter();
        _clock.Advance(s_window);

        Answered(late, RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(1, Admitted(EnterMany(3)));
    }

    [Fact]
    public void One_answer_without_rate_headers_does_not_undo_what_is_known()
    {
        Answered(Enter(), RateHeadersOf(remaining: 0, untilReset: null));
        var probe = Enter();
        Assert.True(RateLease(probe).IsProbe);

        Answered(probe, RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(1, Admitted(EnterMany(3)));
    }

    [Fact]
    public void The_gate_opens_for_a_second_probe_five_seconds_after_the_first_and_not_a_moment_earlier()
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

    // --- 429 ---

    [Fact]
    public void After_a_429_nothing_is_known_of_the_window()
    {
        Learn(remaining: 50);
        var sent = EnterMany(2);

        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(7));

        Assert.Equal(new RateStatus(null, null, null), _gate.Status);
        Answered(sent[1], remaining: 48);
        Assert.Null(_gate.Status.Remaining);
    }

    [Fact]
    public void Who_waits_for_a_429_is_told_why_and_until_when()
    {
        _clock.Advance(TimeSpan.FromSeconds(3));
        Refused(Enter(), retryAfter: TimeSpan.FromSeconds(7));

        Enter();

        Assert.Equal(new[] { "The service asked to wait (429)" }, _log.Waits);
        Assert.Equal(new[] { TimeSpan.FromSeconds(10) }, _log.WaitEnds);
    }

    [Fact]
    public void A_429_parks_everyone()
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
    public void Without_either_the_wait_doubles_with_jitter_upwards_only(int? untilReset)
    {
        TimeSpan? reset = untilReset is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        foreach (var plain in new[] { 1.0, 2, 4, 8, 16, 32, 60, 60 })
        {
            Refused(Enter(), untilReset: reset);
            Assert.InRange(TimeUntilNext().TotalSeconds, plain, plain * 1.25);
        }
    }

    [Fact]
    public void Several_refused_together_count_as_one_refusal()
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
    public void Refused_at_the_very_moment_they_were_let_through_they_still_count_once()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        foreach (var entered in EnterMany(4))
        {
            Refused(entered);
        }

        Assert.InRange(TimeUntilNext().TotalSeconds, 1, 1.25);
    }

    [Fact]
    public void An_answer_after_a_refusal_starts_the_backoff_again()
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
    public void A_later_refusal_that_asks_for_less_opens_the_gate_no_earlier()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        var sent = EnterMany(2);
        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(30));
        Refused(sent[1], retryAfter: TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(30), TimeUntilNext());
    }

    // --- MaximumWait ---

    [Fact]
    public async Task A_wait_that_is_too_long_is_refused_at_once_with_the_time_of_the_reset()
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
    public async Task A_refusal_says_in_whole_seconds_what_is_asked_and_what_is_allowed()
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
    public void A_wait_just_as_long_as_is_allowed_is_waited_for()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(30), TimeUntil(Enter(maximumWait: TimeSpan.FromSeconds(30))));
    }

    [Fact]
    public async Task Who_waits_already_is_refused_when_the_wait_becomes_too_long()
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
    public void The_patient_wait_on_behind_the_impatient()
    {
        Learn(remaining: 0, untilReset: TimeSpan.FromSeconds(20));
        var impatient = Enter(maximumWait: TimeSpan.FromSeconds(10));
        var patient = Enter();

        Assert.True(impatient.IsFaulted);
        Assert.Equal(TimeSpan.FromSeconds(20), TimeUntil(patient));
    }

    // --- The queue ---

    [Fact]
    public void First_come_first_served()
    {
        Learn(remaining: 0);
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 5).Select(number => NoteAsync(number)).ToList();

        while (order.Count < 5)
        {
            Assert.True(_clock.Step());
        }

        Assert.Equal(new[] { 0, 1, 2, 3, 4 }, order);
        Assert.All(waiting, entered => Assert.True(entered.IsCompletedSuccessfully));

        async Task NoteAsync(int number)
        {
            var lease = await Enter();
            order.Add(number);
            _gate.Answered(lease, 200, RateHeadersOf(remaining: 0, s_window));
        }
    }

    [Fact]
    public async Task Who_comes_in_the_moment_the_gate_opens_goes_behind_those_who_waited()
    {
        Learn(remaining: 0);
        var late = EnterLateAsync(_clock.Delay(s_window, default));
        var early = Enter();

        _clock.Advance(s_window);

        Assert.True(RateLease(early).IsProbe);
        var entered = await late;
        Assert.False(entered.IsCompleted);
        Answered(early, remaining: 5);
        Assert.True(entered.IsCompletedSuccessfully);

        async Task<Task<RateLease>> EnterLateAsync(Task moment)
        {
            await moment;
            return Enter();
        }
    }

    [Fact]
    public void Cancelling_frees_the_place_at_once_and_the_next_one_goes()
    {
        Learn(remaining: 0);
        using var stop = new CancellationTokenSource();
        var stopped = Enter(cancellationToken: stop.Token);
        var next = Enter();

        stop.Cancel();

        Assert.True(stopped.IsCanceled);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
        Assert.Equal(s_window, TimeUntil(next));
        AssertEveryWaitEnded();
    }

    [Fact]
    public void Cancelling_the_one_at_the_head_lets_the_next_one_through()
    {
        var probe = Enter();
        using var stop = new CancellationTokenSource();
        var stopped = Enter(cancellationToken: stop.Token);
        var next = Enter();
        stop.Cancel();

        _gate.Unanswered(RateLease(probe));

        Assert.True(stopped.IsCanceled);
        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Who_was_stopped_before_is_not_let_in()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Enter(cancellationToken: stop.Token));

        Assert.Equal(1, Admitted(EnterMany(2)));
    }

    [Fact]
    public void One_timer_is_enough_for_all_who_wait_and_it_follows_the_gate()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        var sent = EnterMany(2);
        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(10));
        var waiting = EnterMany(3);
        Assert.Equal(1, _clock.PendingTimers);
        _clock.Advance(TimeSpan.FromSeconds(4));

        Refused(sent[1], retryAfter: TimeSpan.FromSeconds(20));

        Assert.Equal(1, _clock.PendingTimers);
        Assert.Equal(TimeSpan.FromSeconds(20), TimeUntil(waiting[0]));
        Assert.Equal(TimeSpan.FromSeconds(24), RateLease(waiting[0]).Waited);
    }

    [Fact]
    public void Nothing_is_left_ticking_when_nobody_waits()
    {
        Learn(remaining: 0);
        using var stop = new CancellationTokenSource();
        _ = Enter(cancellationToken: stop.Token);
        Assert.Equal(1, _clock.PendingTimers);

        stop.Cancel();

        Assert.Equal(0, _clock.PendingTimers);
    }

    // --- Notices ---

    [Fact]
    public void A_wait_is_told_of_once_and_its_end_too()
    {
        Learn(remaining: 0);
        var waiting = Enter();
        _clock.Advance(s_window);

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(new[] { "wait: Rate limit reached", "wait over: " }, _log.All);
    }

    [Fact]
    public void Who_waits_is_told_once_however_many_come_after()
    {
        Learn(remaining: 0);
        EnterMany(3);

        Assert.Equal(3, _log.All.Count);
        Assert.Equal(3, _log.Waits.Count);
    }

    [Fact]
    public void A_wait_that_grows_is_told_of_again_and_each_telling_ends()
    {
        Answered(Enter(), RateHeadersOf(remaining: null, untilReset: null));
        var sent = EnterMany(3);
        Refused(sent[0], retryAfter: TimeSpan.FromSeconds(5));
        var waiting = Enter();
        Refused(sent[1], retryAfter: TimeSpan.FromSeconds(10));
        Refused(sent[2], retryAfter: TimeSpan.FromSeconds(15));

        Assert.Equal(TimeSpan.FromSeconds(15), TimeUntil(waiting));
        Assert.Equal(3, _log.Waits.Count);
        AssertEveryWaitEnded();
    }

    private Task<RateLease> Enter(TimeSpan? maximumWait = null, CancellationToken cancellationToken = default) =>
        _gate.AcquireAsync(maximumWait ?? s_patience, _log, cancellationToken);

    private List<Task<RateLease>> EnterMany(int count) => Enumerable.Range(0, count).Select(_ => Enter()).ToList();

    private static int Admitted(IEnumerable<Task<RateLease>> entered) => entered.Count(task => task.IsCompletedSuccessfully);

    private static RateLease RateLease(Task<RateLease> entered)
    {
        Assert.True(entered.IsCompletedSuccessfully, "it was not let through");
        return entered.Result;
    }

    private void Answered(Task<RateLease> entered, int remaining, TimeSpan? untilReset = null) =>
        Answered(entered, RateHeadersOf(remaining, untilReset ?? s_window));

    private void Answered(Task<RateLease> entered, RateHeaders headers) => _gate.Answered(RateLease(entered), 200, headers);

    private void Refused(Task<RateLease> entered, TimeSpan? retryAfter = null, TimeSpan? untilReset = null) =>
        _gate.Answered(RateLease(entered), 429, new RateHeaders(null, null, untilReset, retryAfter));

    private static RateHeaders RateHeadersOf(int? remaining, TimeSpan? untilReset) => new(null, remaining, untilReset, null);

    /// <summary>Sends a probe, whose answer says what is left.</summary>
    private void Learn(int remaining, TimeSpan? untilReset = null) => Answered(Enter(), remaining, untilReset);

    /// <summary>How long the next request is held up. It goes, and comes back without an answer.</summary>
    private TimeSpan TimeUntilNext()
    {
        var next = Enter();
        var time = TimeUntil(next);
        _gate.Unanswered(RateLease(next));
        return time;
    }

    private TimeSpan TimeUntil(Task<RateLease> waiting)
    {
        var start = _clock.Elapsed;
        while (!waiting.IsCompleted)
        {
            Assert.True(_clock.Step(), "it waits for ever");
        }

        return _clock.Elapsed - start;
    }

    private void AssertEveryWaitEnded() =>
        Assert.Equal(_log.Waits.Count, _log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
}
