using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class ScanTests
{
    [Theory]
    [InlineData(0, 250, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(120, 130, new[] { 2, 3, 4, 5 })]
    [InlineData(249, 1, new[] { 3, 5 })]
    public void Smaller_stated_page_size_is_followed(int skip, int written, int[] pages)
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, Math.Min(asked.Limit, 50)));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all with { Skip = skip });

        Assert.Equal(ids.Skip(skip), fixture.Sink.Ids);
        Assert.Equal(written, receipt.Written);
        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal(skip == 120 ? new[] { 2, 3, 4, 5 } : pages, service.Pages.Distinct());
    }

    [Fact]
    public void Smaller_page_size_does_not_repeat_the_first_request()
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, Math.Min(asked.Limit, 50)));

        new ScanFixture(service).Run(s_all);

        Assert.Equal(new[] { 1, 2, 3, 4, 5 }, service.Pages);
        Assert.Equal(new[] { 100, 50, 50, 50, 50 }, service.Requests.Select(asked => asked.Limit));
    }

    [Fact]
    public void List_on_one_small_page_is_one_request_from_any_start()
    {
        var service = new ScriptedService(asked => JsonResponse.PageOf(JsonResponse.Ids(50), asked.Page, Math.Min(asked.Limit, 50)));
        var fixture = new ScanFixture(service);

        Assert.True(fixture.Run(s_all with { Skip = 30 }).Complete);

        Assert.Equal(20, fixture.Sink.Written.Count);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void Stated_page_size_below_the_actual_one_is_not_followed()
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 100).Take(100), 250, asked.Page, 10));
        var fixture = new ScanFixture(service);

        Assert.True(fixture.Run(s_all).Complete);

        Assert.Equal(ids, fixture.Sink.Ids);
        Assert.Equal(new[] { 1, 2, 3 }, service.Pages);
    }

    [Fact]
    public void Smaller_unstated_page_size_is_detected()
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 50).Take(50), 250, asked.Page, asked.Limit));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all);

        Assert.False(receipt.Complete);
        Assert.Equal("DriftDetected", receipt.Reason);
        Assert.Contains("150 of 250 records were returned", fixture.Log.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_list_on_one_page_is_accepted()
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.Page(asked.Page == 1 ? ids : JsonResponse.Ids(0), 250, asked.Page, 250));
        var fixture = new ScanFixture(service);

        Assert.True(fixture.Run(s_all).Complete);
        Assert.Equal(ids, fixture.Sink.Ids);
    }

    [Fact]
    public void Wrong_stated_page_number_is_an_error()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(ids, 1, asked.Limit)));

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all));

        Assert.Equal(SkipcallErrorId.InvalidResponse, Assert.IsType<SkipcallException>(failure.InnerException).ErrorId);
        Assert.Equal(2, failure.Page);
        Assert.Equal(ids.Take(100), fixture.Sink.Ids);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ignored_page_number_is_detected(bool echoes)
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.Page(ids.Take(100), 250, echoes ? asked.Page : null, asked.Limit));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all);

        Assert.Equal(ids.Take(100), fixture.Sink.Ids);
        Assert.False(receipt.Complete);
        Assert.Equal("DriftDetected", receipt.Reason);
        Assert.Equal(9, service.Requests.Count);
    }

    [Fact]
    public void Wrong_number_of_the_first_page_writes_nothing()
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(JsonResponse.Ids(100), 250, 7, 100)));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_all));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.EndsWith("page 1 was requested, but page 7 was returned.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Sink.Written);
        Assert.Equal("InvalidResponse", fixture.Receipt.Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("99.5")]
    [InlineData("\"many\"")]
    public void Impossible_total_is_an_error_if_the_scan_needs_it(string? total)
    {
        foreach (var mode in new[] { ScanMode.All, ScanMode.Snapshot })
        {
            var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(JsonResponse.Ids(100), total, asked.Page, 100)));

            var failure = Assert.Throws<SkipcallException>(() => fixture.Run(new ScanOptions { Mode = mode, First = mode == ScanMode.Snapshot ? 10 : null }));

            Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
            Assert.Contains("total", failure.Message, StringComparison.Ordinal);
            Assert.Empty(fixture.Sink.Written);
            Assert.False(fixture.Receipt.Complete);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Impossible_total_is_ignored_when_enough_was_read(int first)
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(JsonResponse.Ids(100), -1, asked.Page, 100)));

        Assert.True(fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, First = first }).Complete);
        Assert.Equal(first, fixture.Sink.Written.Count);
    }

    [Fact]
    public void Total_missing_on_the_last_needed_page_is_still_known()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 100).Take(100), asked.Page == 1 ? 250 : null, asked.Page, 100)));

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, First = 150 });

        Assert.True(receipt.Complete);
        Assert.Equal((150L, 250L), (receipt.Written, receipt.Expected));
    }

    [Fact]
    public void Total_that_disappears_makes_the_result_incomplete()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 100).Take(100), asked.Page == 1 ? 250 : null, asked.Page, 100)));

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all));

        Assert.Equal(SkipcallErrorId.InvalidResponse, Assert.IsType<SkipcallException>(failure.InnerException).ErrorId);
        Assert.Equal(2, failure.Page);
    }

    [Fact]
    public void Early_empty_page_ends_the_read_and_is_detected()
    {
        var ids = JsonResponse.Ids(1000);
        var service = new ScriptedService(asked => JsonResponse.Page(asked.Page == 1 ? ids.Take(100) : JsonResponse.Ids(0), 1000, asked.Page, 100));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all with { ThrottleLimit = 1 });

        Assert.False(receipt.Complete);
        Assert.Equal("DriftDetected", receipt.Reason);
        Assert.Equal(6, service.Requests.Count);
    }

    [Fact]
    public void Records_without_an_id_are_reported_with_their_position()
    {
        var records = JsonResponse.Ids(148).Select(JsonResponse.Record).ToList();
        records.Insert(5, "null");
        records.Insert(120, """{"status":"CONNECTED"}""");
        var service = new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(records.Skip((asked.Page - 1) * 100).Take(100), 150, asked.Page, 100)));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all);

        Assert.Equal((false, "InvalidResponse"), (receipt.Complete, receipt.Reason));
        Assert.Equal((148, 2, 1), (receipt.Written, receipt.Unreadable, receipt.Passes));
        Assert.Equal(new[] { (5, 1L), (20, 2L) }, fixture.Sink.UnreadableRecords.Select(unreadable => (unreadable.Record.Index, unreadable.Page)));
    }

    [Fact]
    public void Pages_of_nothing_but_records_without_an_id_are_all_read()
    {
        var service = new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(
            Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($$"""{"status":"{{asked.Page}}-{{i}}"}""")), 600, asked.Page, 100)));

        var receipt = new ScanFixture(service).Run(s_all);

        Assert.Equal(600, receipt.Unreadable);
    }

    [Fact]
    public void Records_without_an_id_are_reported_once_over_all_passes()
    {
        var service = new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(new[] { "null", JsonResponse.Record("1"), JsonResponse.Record("1") }, 3, asked.Page, 100)));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all);

        Assert.Equal(3, receipt.Passes);
        Assert.Equal(1, receipt.Unreadable);
        Assert.Single(fixture.Sink.UnreadableRecords);
    }

    [Fact]
    public void Skipped_records_without_an_id_are_not_reported()
    {
        var service = new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(new[] { "null", JsonResponse.Record("1"), "null", JsonResponse.Record("2") }, 4, 1, 100)));
        var fixture = new ScanFixture(service);

        fixture.Run(s_all with { Skip = 2 });

        Assert.Equal(new[] { "2" }, fixture.Sink.Ids);
        Assert.Equal(2, fixture.Sink.UnreadableRecords.Single().Record.Index);
    }
}
