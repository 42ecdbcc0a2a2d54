using Skipcall.Engine.RateLimiting;
using Skipcall.Engine.Scanning;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Bugs found by random scans, each in its smallest form.</summary>
public sealed class FoundByRandomScansTests
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(60);

    private readonly FakeClock _clock = new();
    private readonly RateLimiter _gate;

    public FoundByRandomScansTests() => _gate = new RateLimiter(_clock);

    [Fact]
    public void Repair_continues_past_pages_without_new_records()
    {
        // Row 5 moves from page 3 to page 2, which was already read; in the second pass, page 1 has nothing new.
        var result = Run(new Scenario { ScanOptions = Read(ScanMode.All, 2), Rows = 6, Moves = [new(3, MoveKind.Delete, 0)] });

        Assert.Contains("row-5", result.Written);
        Assert.True(result.Receipts[0].Complete);
        Assert.Equal(2, result.Receipts[0].Passes);
    }

    [Theory]
    [InlineData(ScanMode.All, 2)]
    [InlineData(ScanMode.Snapshot, 3)]
    internal void Record_created_just_before_the_scan_is_no_sign(ScanMode mode, int passes)
    {
        // All passes begin in the second in which the record was created.
        var result = Run(new Scenario { ScanOptions = Read(mode, 2), Rows = 4, Moves = [new(1, MoveKind.Insert, 1)] });

        Assert.Empty(result.Warnings);
        Assert.Equal(5, result.Written.Count);
        Assert.Equal(passes, result.Receipts[0].Passes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Record_created_during_the_first_answer_is_a_sign(bool sendsDate)
    {
        // The answer arrives 2.5 s after the list was read; meanwhile one row leaves and one arrives, so the total is unchanged.
        var result = Run(new Scenario
        {
            ScanOptions = Read(ScanMode.All, 2),
            Rows = 4,
            Moves = [new(2, MoveKind.Delete, 0), new(2, MoveKind.Insert, 1, Age.SinceLastRequest)],
            Paces = [new(TimeSpan.Zero, TimeSpan.FromSeconds(2.5))],
            SendsDate = sendsDate,
            DatesAtTheEnd = true,
        });

        Assert.Contains("row-3", result.Written);
        Assert.Equal(2, result.Receipts[0].Passes);
    }

    [Fact]
    public void Overtaken_answer_opens_no_new_window()
    {
        Answer(Enter(), remaining: 5, s_window);
        var slow = Enter();
        var fast = Enter();
        Answer(fast, remaining: 3, s_window);
        _clock.Advance(TimeSpan.FromSeconds(3));

        // The reset is relative and was written three seconds ago, so it appears later than the other.
        Answer(slow, remaining: 4, s_window);

        Assert.Equal(3, _gate.Status.Remaining);
    }

    [Fact]
    public void Answer_counts_after_a_slow_one_moved_the_reset()
    {
        Answer(Enter(), remaining: 5, s_window);
        var slow = Enter();
        Answer(Enter(), remaining: 3, s_window);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Answer(slow, remaining: 4, s_window);

        Answer(Enter(), remaining: 2, s_window - TimeSpan.FromSeconds(3));

        Assert.Equal(2, _gate.Status.Remaining);
    }

    [Fact]
    public void Answer_with_a_past_reset_counts_in_this_window()
    {
        var window = TimeSpan.FromSeconds(10);
        Answer(Enter(), remaining: 5, window);
        var slow = Enter();
        var slower = Enter();
        Answer(Enter(), remaining: 4, window);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Answer(slow, remaining: 3, window);
        _clock.Advance(TimeSpan.FromSeconds(8));

        // The slow answer moved the reset to 13 s. This one says 10 s and arrives at 11 s, but it counts in the same window.
        Answer(slower, remaining: 2, TimeSpan.FromSeconds(-1));

        Assert.Equal(2, _gate.Status.Remaining);
    }

    [Fact]
    public void Request_of_the_previous_window_counted_in_the_new_one_is_subtracted()
    {
        Answer(Enter(), remaining: 5, s_window);
        var old = Enter();
        _clock.Advance(s_window);
        var probe = Enter();

        // It was counted after the probe but answered before it, so the probe's 9 doesn't include it.
        Answer(old, remaining: 8, s_window);
        Answer(probe, remaining: 9, s_window);

        Assert.Equal(8, _gate.Status.Remaining);
    }

    [Fact]
    public void Unanswered_request_is_subtracted_from_an_older_answer()
    {
        Answer(Enter(), remaining: 5, s_window);
        var older = Enter();
        GoWithoutAnswer(Enter());

        Answer(older, remaining: 4, s_window);

        Assert.Equal(3, _gate.Status.Remaining);
    }

    [Fact]
    public void Queued_request_may_wait_for_several_windows()
    {
        // The maximum applies to each window: the last of four waits several windows of 60 s, each less than 100 s.
        Answer(Enter(), remaining: 0, s_window);
        var waiting = Enumerable.Range(0, 4).Select(_ => Enter(TimeSpan.FromSeconds(100))).ToList();

        foreach (var entered in waiting)
        {
            _clock.Advance(s_window);
            Assert.True(entered.IsCompletedSuccessfully);
            Answer(entered, remaining: 0, s_window);
        }
    }

    [Fact]
    public void Late_answer_to_an_old_probe_lets_no_second_probe_go()
    {
        var old = Enter();
        _clock.Advance(TimeSpan.FromSeconds(5));
        Answer(Enter(), remaining: 1, s_window);
        _clock.Advance(s_window);
        var probe = Enter();
        var next = Enter();
        Assert.True(probe.IsCompletedSuccessfully);

        Answer(old, remaining: 0, TimeSpan.FromSeconds(-1));

        Assert.False(next.IsCompleted);
    }

    private static ScanOptions Read(ScanMode mode, int pageSize) => new() { Mode = mode, PageSize = pageSize };

    private static ScanResult Run(Scenario scenario)
    {
        var clock = new FakeClock(scenario.Start);
        var run = new ScanRun<SequenceContact>(ScanQueries.Contacts(), scenario, clock);
        return clock.Run(() => run.RunAsync(CancellationToken.None));
    }

    private Task<RateLease> Enter(TimeSpan? maximumWait = null) =>
        _gate.AcquireAsync(maximumWait ?? TimeSpan.FromHours(1), new RecordingLog(), CancellationToken.None);

    private void GoWithoutAnswer(Task<RateLease> entered) => _gate.Unanswered(entered.Result);

    private void Answer(Task<RateLease> entered, int remaining, TimeSpan untilReset) =>
        _gate.Answered(entered.Result, 200, new RateHeaders(null, remaining, untilReset, null));
}
