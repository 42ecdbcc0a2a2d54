using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.RateLimiting;

public sealed partial class RateLimiterTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_patience = TimeSpan.FromHours(1);

    private readonly FakeClock _clock = new();
    private readonly RecordingLog _log = new();
    private readonly RateLimiter _gate;

    public RateLimiterTests() => _gate = new RateLimiter(_clock, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), seed: 1));

    [Fact]
    public void First_request_runs_alone_until_the_budget_is_known()
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
    public void Hanging_first_request_delays_others_at_most_five_seconds()
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
    public void First_request_without_an_answer_releases_the_next()
    {
        var waiting = EnterMany(3);

        _gate.Unanswered(RateLease(waiting[0]));

        Assert.Equal(2, Admitted(waiting));
        Assert.True(RateLease(waiting[1]).IsProbe);
    }

    [Fact]
    public void Without_rate_headers_nothing_waits()
    {
        var waiting = EnterMany(50);

        Answered(waiting[0], RateHeadersOf(remaining: null, untilReset: null));

        Assert.Equal(50, Admitted(waiting));
        Assert.Equal(new RateStatus(null, null, null), _gate.Status);
    }

    [Fact]
    public void Requests_are_admitted_in_order()
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
    public async Task New_request_queues_behind_waiting_ones_at_the_reset()
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
    public void Cancelled_request_frees_its_place_at_once()
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
    public void Cancelling_the_first_in_the_queue_admits_the_next()
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
    public async Task Cancelled_token_is_not_admitted()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Enter(cancellationToken: stop.Token));

        Assert.Equal(1, Admitted(EnterMany(2)));
    }

    [Fact]
    public void One_timer_serves_all_waiting_requests()
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
    public void No_timer_remains_without_waiting_requests()
    {
        Learn(remaining: 0);
        using var stop = new CancellationTokenSource();
        _ = Enter(cancellationToken: stop.Token);
        Assert.Equal(1, _clock.PendingTimers);

        stop.Cancel();

        Assert.Equal(0, _clock.PendingTimers);
    }

    [Fact]
    public void Wait_is_reported_once_with_its_end()
    {
        Learn(remaining: 0);
        var waiting = Enter();
        _clock.Advance(s_window);

        Assert.True(waiting.IsCompletedSuccessfully);
        Assert.Equal(new[] { "wait: Rate limit reached", "wait over: " }, _log.All);
    }

    [Fact]
    public void Wait_is_reported_once_for_later_requests()
    {
        Learn(remaining: 0);
        EnterMany(3);

        Assert.Equal(3, _log.All.Count);
        Assert.Equal(3, _log.Waits.Count);
    }

    [Fact]
    public void Longer_wait_is_reported_again()
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

    /// <summary>Sends a probe whose answer says how many requests remain.</summary>
    private void Learn(int remaining, TimeSpan? untilReset = null) => Answered(Enter(), remaining, untilReset);

    /// <summary>How long the next request waits; it then ends without an answer.</summary>
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
