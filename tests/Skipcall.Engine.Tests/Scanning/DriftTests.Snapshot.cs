using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class DriftTests
{
    [Fact]
    public void Snapshot_is_written_after_two_identical_passes()
    {
        var requestsAtFirstWrite = 0;
        var service = new ScriptedService(asked => JsonResponse.PageOf(_ids, asked.Page, asked.Limit));
        var sink = new ContactSink(() =>
        {
            requestsAtFirstWrite = requestsAtFirstWrite == 0 ? service.Requests.Count : requestsAtFirstWrite;
            return System.Threading.Tasks.Task.CompletedTask;
        });
        var fixture = new ScanFixture(service, clock: _clock, sink: sink);

        var receipt = fixture.Run(s_snapshot);

        Assert.Equal(_ids, fixture.Sink.Ids);
        Assert.Equal(6, requestsAtFirstWrite);
        Assert.True(receipt.Complete);
        Assert.Equal((2, 6, 250), (receipt.Passes, receipt.Requests, (int)receipt.Written));
    }

    [Fact]
    public void Snapshot_of_an_empty_list_is_complete()
    {
        _ids.Clear();
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(_ids, asked.Page, asked.Limit)), clock: _clock);

        Assert.True(fixture.Run(s_snapshot).Complete);
        Assert.Empty(fixture.Sink.Written);
    }

    [Fact]
    public void Snapshot_is_read_until_two_passes_are_identical()
    {
        // One row leaves and one arrives between the passes, so neither pass shows a sign.
        var (service, fixture) = Moving(asked => asked.Number == 4, ids =>
        {
            ids.RemoveAt(0);
            ids.Add("new");
        });

        var receipt = fixture.Run(s_snapshot);

        Assert.Equal(_ids, fixture.Sink.Ids);
        Assert.Equal(3, receipt.Passes);
        Assert.Equal(9, service.Requests.Count);
    }

    [Fact]
    public void Snapshot_compares_the_order_of_rows()
    {
        var (_, fixture) = Moving(asked => asked.Number == 4, ids => ids.Reverse());

        Assert.Equal(3, fixture.Run(s_snapshot).Passes);
        Assert.Equal(_ids, fixture.Sink.Ids);
    }

    [Fact]
    public void Snapshot_of_a_changing_list_fails_and_writes_nothing()
    {
        var (service, fixture) = Moving(asked => asked.Page == 2, ids => ids.RemoveAt(0));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot));

        Assert.Equal(SkipcallErrorId.DriftDetected, failure.ErrorId);
        Assert.Empty(fixture.Sink.Written);
        Assert.Equal(("DriftDetected", 6), (fixture.Receipt.Reason, fixture.Receipt.Passes));
        Assert.Equal(18, service.Requests.Count);
    }

    [Fact]
    public void Snapshot_with_a_repeated_record_is_read_again()
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Page(new[] { "1", "1" }, 2, 1, 100)), clock: _clock);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot));

        Assert.Contains("(1 record appeared twice)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(fixture.Sink.Written);
    }

    [Fact]
    public void Snapshot_of_records_without_unique_ids_fails()
    {
        var (service, fixture) = Moving(_ => false, _ => { });
        var scan = new Scan<SequenceContact>(fixture.On.Client, new NamelessQuery(), s_snapshot, fixture.Sink, fixture.Log, _clock);

        var failure = Assert.Throws<SkipcallException>(() => _clock.Run(() => scan.RunAsync(default)));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("the records have no id, so two reads of the list can't be compared. Use -All.", failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void Snapshot_that_fails_midway_throws_the_plain_error()
    {
        var service = new ScriptedService(asked => asked.Number == 5 ? JsonResponse.Status(404) : JsonResponse.PageOf(_ids, asked.Page, asked.Limit));
        var fixture = new ScanFixture(service, clock: _clock);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot));

        Assert.Equal(SkipcallErrorId.SequenceNotFound, failure.ErrorId);
        Assert.Empty(fixture.Sink.Written);
    }

    [Fact]
    public void Snapshot_is_read_whole_before_skip_and_first_apply()
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.PageOf(_ids, asked.Page, asked.Limit)), clock: _clock);

        var receipt = fixture.Run(s_snapshot with { Skip = 30, First = 50 });

        Assert.Equal(_ids.Skip(30).Take(50), fixture.Sink.Ids);
        Assert.True(receipt.Complete);
        Assert.Equal(6, receipt.Requests);
    }

    [Fact]
    public void Snapshot_reports_records_without_an_id_once()
    {
        var fixture = new ScanFixture(new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(new[] { "null", JsonResponse.Record("1") }, 2, 1, 100))), clock: _clock);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot));

        Assert.Equal("Some contacts of 's' can't be read (page 1: it is not an object). Nothing was returned.", failure.Message);
        Assert.Equal(1, fixture.Receipt.Unreadable);
        Assert.Single(fixture.Sink.UnreadableRecords);
    }
}
