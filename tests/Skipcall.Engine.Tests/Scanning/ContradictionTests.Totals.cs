using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class ContradictionTests
{
    [Fact]
    public void A_page_with_more_records_than_requested_is_never_called_complete()
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(asked.Page == 1 ? ids.Take(150) : ids.Skip(100 * (asked.Page - 1)).Take(100), 250, asked.Page, 100)));

        var receipt = bench.Run(s_all);

        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
    }

    // --- Totals ---

    [Fact]
    public void More_pages_than_the_total_needs_are_read_and_the_result_is_incomplete()
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked =>
            Answer.Json(Answer.PageJson(ids.Skip((asked.Page - 1) * 100).Take(100).Select(Answer.Record), 100, asked.Page, 100).TrimEnd('}') + ",\"totalPages\":3}")));

        var receipt = bench.Run(s_all);

        Assert.Equal(ids, bench.Sink.Ids);
        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
        Assert.Contains(bench.Log.Warnings, warning => warning.Contains("3 pages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 0)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    public void A_number_of_pages_that_fits_the_total_is_no_sign(int total, int totalPages)
    {
        var ids = Answer.Ids(total);
        var bench = new ScanBench(new ScriptedService(asked =>
            Answer.Json(Answer.PageJson(ids.Skip((asked.Page - 1) * 100).Take(100).Select(Answer.Record), total, asked.Page, 100).TrimEnd('}') + $",\"totalPages\":{totalPages}}}")));

        Assert.True(bench.Run(s_all).Complete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_total_of_zero_with_records_is_never_called_complete(bool all)
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(ids.Skip((asked.Page - 1) * 100).Take(100), 0, asked.Page, 100)));

        var receipt = bench.Run(all ? s_all : new ScanPlan());

        Assert.False(receipt.Complete);
        Assert.NotNull(receipt.Reason);
        Assert.NotEmpty(bench.Log.Warnings);
    }

    [Fact]
    public void A_total_of_zero_does_not_hide_the_pages_behind_a_full_one()
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(ids.Skip((asked.Page - 1) * 100).Take(100), 0, asked.Page, 100)));

        bench.Run(s_all);

        Assert.Equal(ids, bench.Sink.Ids);
    }

    [Theory]
    [InlineData(90_000)]
    [InlineData(9_000_000_000_000)]
    public void A_last_page_that_repeats_for_ever_ends_the_scan(long total)
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.Page(ids.Skip((Math.Min(asked.Page, 3) - 1) * 100).Take(100), total, asked.Page, 100));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all with { ThrottleLimit = 4 });

        Assert.Equal(ids, bench.Sink.Ids);
        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
        Assert.InRange(service.Requests.Count, 1, 40);
    }
}
