using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class ContradictionTests
{
    [Fact]
    public void A_page_with_more_records_than_requested_is_never_called_complete()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(asked.Page == 1 ? ids.Take(150) : ids.Skip(100 * (asked.Page - 1)).Take(100), 250, asked.Page, 100)));

        var receipt = fixture.Run(s_all);

        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
    }

    [Fact]
    public void More_pages_than_the_total_needs_are_read_and_the_result_is_incomplete()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked =>
            JsonResponse.Json(JsonResponse.PageJson(ids.Skip((asked.Page - 1) * 100).Take(100).Select(JsonResponse.Record), 100, asked.Page, 100).TrimEnd('}') + ",\"totalPages\":3}")));

        var receipt = fixture.Run(s_all);

        Assert.Equal(ids, fixture.Sink.Ids);
        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
        Assert.Contains(fixture.Log.Warnings, warning => warning.Contains("3 pages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 0)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    public void A_number_of_pages_that_fits_the_total_is_no_sign(int total, int totalPages)
    {
        var ids = JsonResponse.Ids(total);
        var fixture = new ScanFixture(new ScriptedService(asked =>
            JsonResponse.Json(JsonResponse.PageJson(ids.Skip((asked.Page - 1) * 100).Take(100).Select(JsonResponse.Record), total, asked.Page, 100).TrimEnd('}') + $",\"totalPages\":{totalPages}}}")));

        Assert.True(fixture.Run(s_all).Complete);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_total_of_zero_with_records_is_never_called_complete(bool all)
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 100).Take(100), 0, asked.Page, 100)));

        var receipt = fixture.Run(all ? s_all : new ScanOptions());

        Assert.False(receipt.Complete);
        Assert.NotNull(receipt.Reason);
        Assert.NotEmpty(fixture.Log.Warnings);
    }

    [Fact]
    public void A_total_of_zero_does_not_hide_the_pages_behind_a_full_one()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 100).Take(100), 0, asked.Page, 100)));

        fixture.Run(s_all);

        Assert.Equal(ids, fixture.Sink.Ids);
    }

    [Theory]
    [InlineData(0, 0, 1001)]
    [InlineData(150, 0, 1016)]
    [InlineData(0, 100, 1001)]
    [InlineData(250, 200, 1026)]
    public void A_list_that_never_ends_is_read_far_beyond_its_first_total_and_then_reported(int firstTotal, int growth, int pages)
    {
        var service = new ScriptedService(asked => JsonResponse.Page(NewIds(asked.Page), firstTotal + (growth * (asked.Page - 1)), asked.Page, 100));
        var fixture = new ScanFixture(service);

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all));

        Assert.Equal(pages, service.Requests.Count);
        Assert.Equal(100 * pages, fixture.Sink.Ids.Distinct().Count());
        Assert.Contains($"The service reported {firstTotal} records, sent {100 * pages} and keeps sending more.", failure.Message, StringComparison.Ordinal);
        Assert.Equal((false, "InvalidResponse"), (fixture.Receipt.Complete, fixture.Receipt.Reason));
    }

    [Fact]
    public void A_snapshot_of_a_list_that_never_ends_fails_and_writes_nothing()
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(NewIds(asked.Page), 0, asked.Page, 100)));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Empty(fixture.Sink.Written);
    }

    [Fact]
    public void A_list_that_grows_a_hundredfold_while_it_is_read_is_read_to_its_end()
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(NewIds(asked.Page, asked.Page < 900 ? 100 : 50), Math.Min(900 * asked.Number, 89_950), asked.Page, 100)));

        var receipt = fixture.Run(s_all);

        Assert.Equal(89_950, fixture.Sink.Ids.Distinct().Count());
        Assert.Equal((true, 2), (receipt.Complete, receipt.Passes));
    }

    [Theory]
    [InlineData(90_000)]
    [InlineData(9_000_000_000_000)]
    public void A_last_page_that_repeats_for_ever_ends_the_scan(long total)
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.Page(ids.Skip((Math.Min(asked.Page, 3) - 1) * 100).Take(100), total, asked.Page, 100));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all with { ThrottleLimit = 4 });

        Assert.Equal(ids, fixture.Sink.Ids);
        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
        Assert.InRange(service.Requests.Count, 1, 40);
    }

    // Ends at page 3000, so that an endless read fails instead of hanging.
    private static IEnumerable<string> NewIds(int page, int count = 100) => Enumerable.Range(page * 100, page < 3000 ? count : 0).Select(number => $"r{number}");
}
