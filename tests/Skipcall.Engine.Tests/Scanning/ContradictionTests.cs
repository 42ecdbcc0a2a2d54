using System.Globalization;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>Services whose answers contradict the request or themselves.</summary>
public sealed partial class ContradictionTests
{
    private static readonly ScanOptions s_all = new() { Mode = ScanMode.All, ThrottleLimit = 1 };
    private static readonly ScanOptions s_snapshot = new() { Mode = ScanMode.Snapshot, ThrottleLimit = 1 };

    [Fact]
    public void Progress_stays_within_bounds_when_the_total_shrinks()
    {
        var ids = JsonResponse.Ids(300);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(ids.Skip((asked.Page - 1) * 100).Take(100), asked.Page == 1 ? 300 : 150, asked.Page, 100)));

        fixture.Run(s_all with { ThrottleLimit = 8 });

        Assert.NotEmpty(fixture.Log.Steps);
        Assert.All(fixture.Log.Steps, AssertBounded);
    }

    [Fact]
    public void Progress_stays_within_bounds_when_a_record_is_deleted()
    {
        var ids = JsonResponse.Ids(401);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(asked.Number < 5 ? ids : ids.Take(400).ToList(), asked.Page, asked.Limit)));

        fixture.Run(s_all);

        Assert.Contains(fixture.Log.Steps, step => step.Page == 5);
        Assert.All(fixture.Log.Steps, AssertBounded);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(250)]
    [InlineData(int.MaxValue)]
    [InlineData(long.MaxValue)]
    public void A_skip_beyond_the_end_writes_nothing_and_is_complete(long skip)
    {
        var ids = JsonResponse.Ids(250);
        var service = new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, Skip = skip, First = 10 });

        Assert.Empty(fixture.Sink.Written);
        Assert.True(receipt.Complete);
        Assert.Single(service.Requests);
        Assert.All(fixture.Log.Steps, AssertBounded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void The_largest_skip_is_asked_for_as_a_page_that_a_service_can_compute(int pageSize)
    {
        var service = new ScriptedService(asked =>
            long.Parse(asked.Query("page")!, CultureInfo.InvariantCulture) * asked.Limit <= int.MaxValue ? JsonResponse.Page(new List<string>(), 250, asked.Page, asked.Limit) : JsonResponse.Status(500));
        var fixture = new ScanFixture(service);

        Assert.True(fixture.Run(new ScanOptions { Mode = ScanMode.All, Skip = long.MaxValue, PageSize = pageSize }).Complete);
    }

    [Fact]
    public void A_skip_beyond_the_end_writes_nothing_when_the_service_repeats_its_last_page()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(ids.Skip((Math.Min(asked.Page, 3) - 1) * 100).Take(100), 250, asked.Page, 100)));

        fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, Skip = 1000, First = 10 });

        Assert.Empty(fixture.Sink.Written);
    }

    [Fact]
    public void A_record_without_an_id_makes_the_result_incomplete()
    {
        var fixture = new ScanFixture(OneUnreadable());

        var receipt = fixture.Run(s_all);

        Assert.Equal((249L, 1L, false, "InvalidResponse"), (receipt.Written, receipt.Unreadable, receipt.Complete, receipt.Reason));
    }

    [Fact]
    public void A_record_without_an_id_on_the_only_page_makes_it_incomplete()
    {
        var fixture = new ScanFixture(OneUnreadable(count: 50));

        var receipt = fixture.Run(new ScanOptions { First = 100 });

        Assert.Equal((49L, false, "InvalidResponse"), (receipt.Written, receipt.Complete, receipt.Reason));
    }

    [Fact]
    public void A_snapshot_with_a_record_without_an_id_fails_and_writes_nothing()
    {
        var fixture = new ScanFixture(OneUnreadable());

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Empty(fixture.Sink.Written);
        Assert.False(fixture.Receipt.Complete);
    }

    [Fact]
    public void A_record_that_loses_its_id_in_a_later_pass_is_reported_once_and_makes_it_incomplete()
    {
        var fixture = new ScanFixture(new ScriptedService(asked =>
        {
            var records = Enumerable.Range(1, 3).Select(number => JsonResponse.Record("r" + number)).ToList();
            if (asked.Number > 1)
            {
                records[2] = """{"status":null}""";
            }

            return JsonResponse.Json(JsonResponse.PageJson(asked.Number == 1 ? records.Take(2) : records, 3, 1, 100));
        }));

        var receipt = fixture.Run(s_all);

        Assert.Equal((2L, 1L, false, "InvalidResponse"), (receipt.Written, receipt.Unreadable, receipt.Complete, receipt.Reason));
        Assert.Single(fixture.Sink.UnreadableRecords);
    }

    [Fact]
    public void A_status_that_was_not_requested_is_a_warning_by_name()
    {
        var fixture = new ScanFixture(Filtered("ERROR", "CONNECTED", "ERROR"));

        fixture.Run(s_all, status: SequenceContactStatus.CONNECTED);

        var warning = Assert.Single(fixture.Log.Warnings);
        Assert.Contains("'ERROR'", warning, StringComparison.Ordinal);
        Assert.Contains("CONNECTED", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_contact_without_a_status_that_was_not_requested_is_a_warning()
    {
        var fixture = new ScanFixture(new ScriptedService(_ => JsonResponse.Page(JsonResponse.Ids(1), 1, 1, 100)));

        fixture.Run(s_all, status: SequenceContactStatus.CONNECTED);

        Assert.Single(fixture.Log.Warnings);
    }

    [Fact]
    public void A_tag_that_is_missing_on_a_contact_is_a_warning_by_name()
    {
        var fixture = new ScanFixture(new ScriptedService(_ => JsonResponse.Page(JsonResponse.Ids(2), 2, 1, 100)));

        fixture.Run(s_all, tag: "hot-lead");

        Assert.Contains("'hot-lead'", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_the_service_applies_is_no_warning()
    {
        var fixture = new ScanFixture(Filtered("CONNECTED", "CONNECTED"));

        fixture.Run(s_all, status: SequenceContactStatus.CONNECTED);

        Assert.Empty(fixture.Log.Warnings);
    }

    [Theory]
    [InlineData(150, 5)]
    [InlineData(0, 5)]
    [InlineData(1100, 5)]
    public void A_larger_page_size_than_requested_is_followed(int skip, int first)
    {
        var ids = JsonResponse.Ids(1250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, 1000)));

        fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, Skip = skip, First = first });

        Assert.Equal(ids.Skip(skip).Take(first), fixture.Sink.Ids);
    }

    [Fact]
    public void A_whole_list_in_larger_pages_than_requested_is_complete()
    {
        var ids = JsonResponse.Ids(1250);
        var service = new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, 1000));
        var fixture = new ScanFixture(service);

        Assert.True(fixture.Run(s_all).Complete);
        Assert.Equal(ids, fixture.Sink.Ids);
        Assert.Equal(2, service.Requests.Count);
    }

    [Theory]
    [InlineData("120", false)]
    [InlineData("1", false)]
    [InlineData("0", true)]
    [InlineData("soon", true)]
    [InlineData("-5", true)]
    public void A_page_from_a_cache_is_a_sign_of_drift(string age, bool complete)
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit).With("Age", asked.Page == 2 ? age : "0")));

        Assert.Equal(complete, fixture.Run(s_all).Complete);
    }

    [Fact]
    public void A_snapshot_is_not_made_of_cached_pages()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit).With("Age", asked.Page == 2 ? "120" : "0")));

        Assert.Equal(SkipcallErrorId.DriftDetected, Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot)).ErrorId);
        Assert.Empty(fixture.Sink.Written);
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("yesterday")]
    public void An_absurd_date_header_is_ignored(string date)
    {
        var ids = JsonResponse.Ids(250);
        var clock = new FakeClock();
        var fixture = new ScanFixture(
            new ScriptedService(async (asked, stop) =>
            {
                await clock.Delay(TimeSpan.FromSeconds(1), stop);
                return JsonResponse.PageOf(ids, asked.Page, asked.Limit).With("Date", date).With("X-RateLimit-Limit", "100").With("X-RateLimit-Remaining", "50")
                    .With("X-RateLimit-Reset", "1768473060").With("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT");
            }),
            clock: clock);

        Assert.True(fixture.Run(s_all).Complete);
        Assert.Equal(ids, fixture.Sink.Ids);
    }

    [Fact]
    public void The_receipt_counts_records_without_a_creation_time()
    {
        var fixture = new ScanFixture(new ScriptedService(_ => JsonResponse.Json(JsonResponse.PageJson(
            new[] { JsonResponse.Record("r1"), """{"id":"r2","createdAt":null}""", """{"id":"r3","createdAt":"soon"}""" }, 3, 1, 100))));

        Assert.Equal(2, fixture.Run(s_all).WithoutCreatedAt);
    }

    private static void AssertBounded(ScanProgress step)
    {
        Assert.InRange(step.Page, 1, step.Pages);
        Assert.True(step.Left is null || step.Left >= TimeSpan.Zero, $"{step.Left} left");
    }

    private static ScriptedService OneUnreadable(int count = 250)
    {
        var records = Enumerable.Range(1, count).Select(number => number == 7 ? """{"status":null}""" : JsonResponse.Record("r" + number.ToString(CultureInfo.InvariantCulture))).ToList();
        return new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(records.Skip((asked.Page - 1) * asked.Limit).Take(asked.Limit), records.Count, asked.Page, asked.Limit)));
    }

    private static ScriptedService Filtered(params string[] statuses) => new ScriptedService(_ => JsonResponse.Json(JsonResponse.PageJson(
        statuses.Select((status, index) => $$"""{"id":"r{{index}}","status":"{{status}}","createdAt":"2024-01-15T10:30:00Z"}"""), statuses.Length, 1, 100)));
}
