using System;
using System.Linq;
using System.Net.Http;
using Skipcall.Engine.Scanning;
using Xunit;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>What a scan says of itself: how far it is, and in so many words why it is not complete.</summary>
public sealed class ScanTellsTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void After_each_page_it_is_told_how_far_the_scan_is_and_how_long_it_will_take()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        var ids = Answer.Ids(350);
        var bench = Slow(asked => Answer.PageOf(ids, asked.Page, asked.Limit));

        bench.Run(new ScanPlan { Mode = ScanMode.All, ThrottleLimit = 1 });

        Assert.Equal(
            new[] { Told(1, 1, 4, 100, 6), Told(1, 2, 4, 200, 4), Told(1, 3, 4, 300, 2), Told(1, 4, 4, 350, 0) },
            Progress(bench));
    }

    [Fact]
    public void A_second_reading_counts_from_the_beginning_and_at_the_speed_there_was()
    {
        var ids = Answer.Ids(150);
        var bench = Slow(asked => Answer.PageOf(ids, asked.Page, asked.Limit));

        bench.Run(new ScanPlan { Mode = ScanMode.Snapshot, ThrottleLimit = 1 });

        Assert.Equal(
            new[] { Told(1, 1, 2, 100, 2), Told(1, 2, 2, 150, 0), Told(2, 1, 2, 100, 2), Told(2, 2, 2, 150, 0) },
            Progress(bench));
    }

    [Theory]
    [InlineData(0, 150, 2)]
    [InlineData(0, 100, 1)]
    [InlineData(50, 100, 2)]
    [InlineData(100, 201, 4)]
    [InlineData(0, 5000, 4)]
    public void Who_wants_a_part_is_told_of_the_last_page_of_that_part(int skip, int first, int lastPage)
    {
        var ids = Answer.Ids(350);
        var bench = Slow(asked => Answer.PageOf(ids, asked.Page, asked.Limit));

        bench.Run(new ScanPlan { Mode = ScanMode.Bounded, Skip = skip, First = first, ThrottleLimit = 1 });

        Assert.All(Progress(bench), line => Assert.Contains($"Pages = {lastPage},", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_budget_is_reckoned_with()
    {
        var ids = Answer.Ids(350);
        var bench = Slow(asked => Answer.PageOf(ids, asked.Page, asked.Limit).WithRate(100, 1, _clock.UtcNow.AddSeconds(29)));

        bench.Run(new ScanPlan { Mode = ScanMode.All, ThrottleLimit = 1 });

        // Three pages, one request left: the others come after the reset.
        Assert.Equal(Told(1, 1, 4, 100, 30), Progress(bench)[0]);
    }

    [Fact]
    public void One_page_of_more_says_how_many_there_are_and_how_to_get_them()
    {
        var ids = Answer.Ids(250);
        var bench = Slow(asked => Answer.PageOf(ids, asked.Page, asked.Limit));

        bench.Run(new ScanPlan { First = 100 });

        Assert.Equal(
            "These are 100 of the 250 contacts of 's'. Use -All for all of them, or -First and -Skip for a part.",
            Assert.Single(bench.Log.Warnings));
    }

    [Fact]
    public void A_list_that_broke_off_says_where_how_much_was_written_and_why()
    {
        var ids = Answer.Ids(250);
        var bench = Slow(asked => asked.Page == 3 ? Answer.Status(404) : Answer.PageOf(ids, asked.Page, asked.Limit));

        var failure = Assert.Throws<IncompleteResultException>(() => bench.Run(new ScanPlan { Mode = ScanMode.All }));

        Assert.Equal(
            "The list of 's' broke off at page 3: 200 records were written of 250. The service answered 404 to GET /v1/sequences/s/contacts?page=3&limit=100.",
            failure.Message);
    }

    [Fact]
    public void A_list_that_broke_off_before_it_said_how_long_it_is_says_so()
    {
        var bench = Slow(asked => asked.Query("tag") == "a" ? Answer.PageOf(new[] { "1" }, 1, 100) : Answer.Status(404));
        _clock.Run(() => bench.RunAsync(new ScanPlan { Mode = ScanMode.All }, "a", null, default));

        var failure = Assert.Throws<IncompleteResultException>(() =>
            _clock.Run(() => bench.RunAsync(new ScanPlan { Mode = ScanMode.All }, "b", null, default)));

        Assert.StartsWith("The list of 's' broke off at page 1: 1 records were written of an unknown number. ", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.Expected);
    }

    [Fact]
    public void A_list_that_will_not_hold_still_says_by_what_that_shows()
    {
        var bench = Shrinking();

        bench.Run(new ScanPlan { Mode = ScanMode.All, ThrottleLimit = 1 });

        Assert.Equal(
            "DriftDetected: the list of 's' moved while it was read (the total went from 248 to 247) and would not hold still over 3 reading(s): records may be missing. -Snapshot writes the whole list or nothing.",
            Assert.Single(bench.Log.Warnings));
        Assert.Equal(
            new[]
            {
                "The list of 's' moved while it was read (the total went from 250 to 249): it is read again for what was missed (pass 2 of 3 at most).",
                "The list of 's' moved while it was read (the total went from 249 to 248): it is read again for what was missed (pass 3 of 3 at most).",
            },
            bench.Log.VerboseLines.Where(line => line.StartsWith("The list", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_snapshot_that_never_held_still_says_by_what_the_last_reading_that_moved_showed_it()
    {
        var bench = Shrinking();

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(new ScanPlan { Mode = ScanMode.Snapshot, ThrottleLimit = 1 }));

        Assert.Equal("The list of 's' would not hold still over 6 readings (the total went from 245 to 244): nothing was written.", failure.Message);
    }

    [Fact]
    public void A_snapshot_whose_readings_never_agreed_says_that()
    {
        var ids = Answer.Ids(50).ToList();
        var bench = Slow(asked =>
        {
            ids.Reverse();
            return Answer.PageOf(ids, asked.Page, asked.Limit);
        });

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(new ScanPlan { Mode = ScanMode.Snapshot, ThrottleLimit = 1 }));

        Assert.Equal("The list of 's' would not hold still over 6 readings (two readings never agreed): nothing was written.", failure.Message);
    }

    [Fact]
    public void The_receipt_says_what_the_scan_cost()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        var ids = Answer.Ids(250);
        var bench = Slow(asked => asked.Number == 2
            ? Answer.Status(429).With("Retry-After", "7")
            : asked.Number == 3 ? Answer.Status(503).With("Retry-After", "5") : Answer.PageOf(ids, asked.Page, asked.Limit));

        var receipt = bench.Run(new ScanPlan { Mode = ScanMode.All, ThrottleLimit = 1 });

        Assert.Equal((5, 1, 3L, 1), (receipt.Requests, receipt.Retries, receipt.Pages, receipt.Passes));
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds((5 * 2) + 7 + 5)), (receipt.Waited, receipt.Elapsed));
    }

    private static string Told(int pass, long page, long pages, long records, int secondsLeft) =>
        new ScanProgress("s", pass, page, pages, records, TimeSpan.FromSeconds(secondsLeft)).ToString();

    private static string[] Progress(ScanBench bench) => bench.Log.All
        .Where(notice => notice.StartsWith("progress: ", StringComparison.Ordinal))
        .Select(notice => notice.Substring("progress: ".Length))
        .ToArray();

    /// <summary>A list of 250 that loses a record whenever its second page is asked for.</summary>
    private ScanBench Shrinking()
    {
        var ids = Answer.Ids(250).ToList();
        return Slow(asked =>
        {
            if (asked.Page == 2)
            {
                ids.RemoveAt(0);
            }

            return Answer.PageOf(ids, asked.Page, asked.Limit);
        });
    }

    /// <summary>A service that takes two seconds for each answer.</summary>
    private ScanBench Slow(Func<ScriptedService.Asked, HttpResponseMessage> script) => new(
        new ScriptedService(async (asked, stop) =>
        {
            await _clock.Delay(TimeSpan.FromSeconds(2), stop);
            return script(asked);
        }),
        clock: _clock);
}
