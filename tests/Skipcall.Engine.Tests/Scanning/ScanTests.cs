using Skipcall.Engine.Scanning;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>Requests, output and receipt for a list that doesn't change.</summary>
public sealed partial class ScanTests
{
    private static readonly ScanOptions s_all = new() { Mode = ScanMode.All };

    [Theory]
    [InlineData(0, 100, 1)]
    [InlineData(1, 100, 1)]
    [InlineData(99, 100, 1)]
    [InlineData(100, 100, 1)]
    [InlineData(101, 100, 2)]
    [InlineData(200, 100, 2)]
    [InlineData(201, 100, 3)]
    [InlineData(250, 100, 3)]
    [InlineData(7, 1, 7)]
    [InlineData(1000, 10, 100)]
    public void Unchanged_list_costs_one_request_per_page(int count, int pageSize, int requests)
    {
        foreach (var throttleLimit in new[] { 1, 4, 32 })
        {
            var ids = JsonResponse.Ids(count);
            var service = Honest(ids);
            var fixture = new ScanFixture(service);

            var receipt = fixture.Run(s_all with { PageSize = pageSize, ThrottleLimit = throttleLimit });

            Assert.Equal(ids, fixture.Sink.Ids);
            Assert.Equal(Enumerable.Range(1, requests), service.Pages);
            Assert.All(service.Requests, asked => Assert.Equal(pageSize, asked.Limit));
            Assert.True(receipt.Complete);
            Assert.Null(receipt.Reason);
            Assert.Equal((count, count, requests, 1, requests), ((int)receipt.Written, (int?)receipt.Expected, (int)receipt.Pages, receipt.Passes, receipt.Requests));
        }
    }

    [Fact]
    public void Thousand_immediate_pages_do_not_overflow_the_stack()
    {
        var fixture = new ScanFixture(Honest(JsonResponse.Ids(3000)));

        Assert.Equal(3000, fixture.Run(s_all with { PageSize = 3 }).Written);
        Assert.Equal(3000, fixture.Sink.Written.Count);
    }

    [Fact]
    public void Sandbox_demo_is_read_completely()
    {
        var clock = new FakeClock();
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample() }, clock);
        var fixture = ScanFixture.Of(sandbox, clock, SandboxSequences.DemoId);

        Assert.True(fixture.Run(s_all).Complete);

        Assert.Equal(250, fixture.Sink.Ids.Distinct().Count());
        Assert.All(fixture.Sink.Written, contact => Assert.NotNull(contact.CreatedAt));
        Assert.Contains(fixture.Sink.Written, contact => contact.Calls.Count > 0);
        Assert.Contains(fixture.Sink.Written, contact => contact.Tags.Count > 0);
        Assert.Equal(3, sandbox.Requests.Count);
    }

    [Fact]
    public void No_page_is_requested_before_the_first_is_written()
    {
        var clock = new FakeClock();
        var service = Honest(JsonResponse.Ids(1000));
        var asked = new List<int>();
        var sink = new ContactSink(async () =>
        {
            await clock.Delay(TimeSpan.FromSeconds(1), default);
            asked.Add(service.Requests.Count);
        });
        var fixture = new ScanFixture(service, clock: clock, sink: sink);

        fixture.Run(s_all);

        Assert.Equal(new[] { 1, 3, 5, 7, 8, 9, 10, 10, 10, 10 }, asked);
    }

    [Fact]
    public void Pages_are_written_as_they_arrive()
    {
        var service = Honest(JsonResponse.Ids(5000));
        var first = 0;
        ContactSink? sink = null;
        sink = new ContactSink(() =>
        {
            first = first == 0 ? service.Requests.Count : first;
            Assert.True(sink!.Written.Count >= (service.Requests.Count - 4) * 100, "it holds pages back");
            return Task.CompletedTask;
        });

        new ScanFixture(service, sink: sink).Run(s_all);

        Assert.Equal(1, first);
    }

    [Fact]
    public void Total_is_reported_once_before_the_first_record()
    {
        var fixture = new ScanFixture(Honest(JsonResponse.Ids(250)));

        fixture.Run(s_all);

        Assert.Equal(new long?[] { 250 }, fixture.Sink.Totals);
    }

    [Fact]
    public void Filters_and_unusual_ids_are_escaped()
    {
        var service = Honest(JsonResponse.Ids(1));
        var fixture = new ScanFixture(service, sequenceId: "a/b?c#d é%2e");

        var receipt = fixture.Run(s_all, tag: "hot & cold+=", status: SequenceContactStatus.MISSING_NUMBER);

        var uri = service.Requests.Single().Uri;
        Assert.Equal("/v1/sequences/a%2Fb%3Fc%23d%20%C3%A9%252e/contacts", uri.AbsolutePath);
        Assert.Equal("?page=1&limit=100&tag=hot%20%26%20cold%2B%3D&status=MISSING_NUMBER", uri.Query);
        Assert.Equal(("hot & cold+=", "MISSING_NUMBER"), (receipt.Tag, receipt.Status));
        Assert.Equal("a/b?c#d é%2e", fixture.Sink.Written[0].SequenceId);
    }

    [Fact]
    public void Contact_with_two_requested_tags_is_in_a_snapshot_once()
    {
        var service = new ScriptedService(asked => JsonResponse.PageOf(asked.Query("tag") == "a" ? new[] { "1", "2" } : new[] { "2", "3" }, asked.Page, asked.Limit));
        var fixture = new ScanFixture(service);

        fixture.Run(s_all with { Mode = ScanMode.Snapshot }, ["a", "b"], null);

        Assert.Equal(new[] { "1", "2", "3" }, fixture.Sink.Ids);
    }

    [Fact]
    public void Contact_with_two_requested_tags_is_written_once()
    {
        var service = new ScriptedService(asked => JsonResponse.PageOf(asked.Query("tag") == "a" ? new[] { "1", "2" } : new[] { "2", "3" }, asked.Page, asked.Limit));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all, ["a", "b"], null);

        Assert.Equal(new[] { "1", "2", "3" }, fixture.Sink.Ids);
        Assert.Equal((true, 3L, "a,b"), (receipt.Complete, receipt.Written, receipt.Tag));
        Assert.Equal(new[] { "a", "b", "a" }, service.Requests.Select(asked => asked.Query("tag")));
    }

    [Fact]
    public void Unknown_status_is_passed_through_with_one_warning()
    {
        var service = new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(
            Enumerable.Range(1, 2).Select(number => $$"""{"id":"{{asked.Page}}-{{number}}","status":"CALL_BACK"}"""), 4, asked.Page, 2)));
        var fixture = new ScanFixture(service);

        fixture.Run(s_all with { PageSize = 2 });

        Assert.All(fixture.Sink.Written, contact => Assert.Equal("CALL_BACK", contact.Status));
        Assert.Contains("CALL_BACK", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(250, 0, 100, false)]
    [InlineData(250, 100, 100, false)]
    [InlineData(250, 200, 50, true)]
    [InlineData(100, 0, 100, true)]
    [InlineData(3, 0, 3, true)]
    [InlineData(0, 0, 0, true)]
    [InlineData(250, 30, 100, false)]
    [InlineData(180, 30, 100, false)]
    [InlineData(130, 30, 100, true)]
    [InlineData(120, 30, 90, true)]
    [InlineData(250, 300, 0, true)]
    public void Single_page_warns_when_there_are_more(int count, int skip, int written, bool complete)
    {
        var fixture = new ScanFixture(Honest(JsonResponse.Ids(count)));

        var receipt = fixture.Run(new ScanOptions { Skip = skip, First = 100 });

        Assert.Equal(JsonResponse.Ids(count).Skip(skip).Take(100), fixture.Sink.Ids);
        Assert.Equal(written, receipt.Written);
        Assert.Equal(complete, receipt.Complete);
        Assert.Equal(complete ? null : "MorePages", receipt.Reason);
        Assert.Equal(complete ? 0 : 1, fixture.Log.Warnings.Count);
        Assert.Equal(count, receipt.Expected);
    }

    [Fact]
    public void Single_page_is_one_request_from_any_start()
    {
        var service = Honest(JsonResponse.Ids(350));

        Assert.Equal(100, new ScanFixture(service).Run(new ScanOptions { Skip = 100 }).Written);

        Assert.Equal(new[] { 2 }, service.Pages);
    }

    [Fact]
    public void Empty_list_writes_nothing()
    {
        var writes = 0;
        var sink = new ContactSink(() =>
        {
            writes++;
            return Task.CompletedTask;
        });

        Assert.True(new ScanFixture(Honest(JsonResponse.Ids(0)), sink: sink).Run(s_all).Complete);

        Assert.Equal(0, writes);
    }

    [Fact]
    public void Single_page_without_a_total_warns_that_there_may_be_more()
    {
        var service = new ScriptedService(asked => JsonResponse.Page(JsonResponse.Ids(3), null, 1, 100));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(new ScanOptions { First = 100 });

        Assert.Equal(3, receipt.Written);
        Assert.False(receipt.Complete);
        Assert.Null(receipt.Expected);
        Assert.Single(service.Requests);
        Assert.Contains("there may be more", fixture.Log.Warnings.Single(), StringComparison.Ordinal);
    }

    private static ScriptedService Honest(IReadOnlyList<string> ids) => new(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit));

    private static ScriptedService Failing(IReadOnlyList<string> ids, int page, int status) =>
        new(asked => asked.Page == page ? JsonResponse.Status(status) : JsonResponse.PageOf(ids, asked.Page, asked.Limit));
}
