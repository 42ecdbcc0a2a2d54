using Skipcall.Engine.Scanning;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>
/// A failing test means that a limit is gone. The first two are also in the help; "Known limits" in <c>docs/reliability.md</c> says how
/// often the first occurs.
/// </summary>
public sealed class KnownLimitationTests
{
    [Fact]
    public void Deleted_row_and_old_inserted_row_can_hide_a_third()
    {
        // After page 1 (rows 1 and 2), row 1 leaves and an old row arrives at the end, so page 2 is row 4 and the old row.
        var result = Run(new Scenario
        {
            ScanOptions = new ScanOptions { Mode = ScanMode.All, PageSize = 2 },
            Rows = 4,
            Moves = [new(2, MoveKind.Delete, 0), new(2, MoveKind.Insert, 1, Age.Backdated)],
        });

        Assert.True(result.Receipts[0].Complete);
        Assert.DoesNotContain("row-3", result.Written);
    }

    [Fact]
    public void Snapshot_of_returning_rows_can_be_wrong_twice_alike()
    {
        // As above: row 5 replaces row 1 between pages, and row 1 replaces row 5 between passes, twice. This needs rows that return under
        // their id, as in a list filtered by status.
        var result = Run(new Scenario
        {
            ScanOptions = new ScanOptions { Mode = ScanMode.Snapshot, PageSize = 2 },
            Rows = 5,
            Moves =
            [
                new(1, MoveKind.Delete, 1),
                new(2, MoveKind.ComeBack, 1), new(2, MoveKind.Delete, 0),
                new(3, MoveKind.ComeBack, 0), new(3, MoveKind.Delete, 1),
                new(4, MoveKind.ComeBack, 1), new(4, MoveKind.Delete, 0),
            ],
        });

        Assert.True(result.Receipts[0].Complete);
        Assert.Equal(["row-1", "row-2", "row-4", "row-5"], result.Written);
    }

    [Fact]
    public void Service_clock_slightly_behind_may_cause_a_429()
    {
        // Date has whole seconds, so a skew below two seconds is ignored and the reset appears that much earlier.
        var result = Run(new Scenario
        {
            ScanOptions = new ScanOptions { Mode = ScanMode.All, PageSize = 1 },
            Rows = 4,
            Rate = new RateRules(ModelRateWindow.Kind.Fixed, 2, TimeSpan.FromSeconds(10), RateHeaderStyle.UnixSecondsRoundedUp, RetryAfterStyle.Seconds),
            Skew = TimeSpan.FromSeconds(-1.5),
            StartMilliseconds = 500,
        });

        Assert.Equal(1, result.Service.Exchanges.Count(exchange => exchange.IsOverBudget));
        Assert.True(result.Receipts[0].Complete);
        Assert.Equal(4, result.Written.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Replicas_that_differ_by_an_insertion_and_a_deletion_can_hide_a_row(bool snapshot)
    {
        // Page 1 comes from a replica that still has row 1, page 2 from one that has row 5 instead.
        string[] lagging = ["1", "2", "3", "4"];
        string[] current = ["2", "3", "4", "5"];
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(asked.Page == 1 ? lagging : current, asked.Page, asked.Limit)));

        var receipt = fixture.Run(new ScanOptions { Mode = snapshot ? ScanMode.Snapshot : ScanMode.All, PageSize = 2 });

        Assert.True(receipt.Complete);
        Assert.Equal(["1", "2", "4", "5"], fixture.Sink.Ids);
    }

    private static ScanResult Run(Scenario scenario)
    {
        var clock = new FakeClock(scenario.Start);
        var run = new ScanRun<SequenceContact>(ScanQueries.Contacts(), scenario, clock);
        return clock.Run(() => run.RunAsync(CancellationToken.None));
    }
}
