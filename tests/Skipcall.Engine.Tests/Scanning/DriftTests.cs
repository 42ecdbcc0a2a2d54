using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class DriftTests
{
    private static readonly ScanOptions s_all = new() { Mode = ScanMode.All, ThrottleLimit = 1 };
    private static readonly ScanOptions s_snapshot = s_all with { Mode = ScanMode.Snapshot };

    private readonly FakeClock _clock = new();
    private readonly List<string> _ids = JsonResponse.Ids(250).ToList();

    [Fact]
    public void Deleted_row_changes_the_total_and_starts_a_second_pass()
    {
        // The first row leaves after page 1, so row 101 moves from page 2 to page 1.
        var (service, fixture) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));

        var receipt = fixture.Run(s_all);

        Assert.Equal(250, fixture.Sink.Ids.Distinct().Count());
        Assert.Equal(250, fixture.Sink.Written.Count);
        Assert.Contains("r101", fixture.Sink.Ids);
        AssertRepaired(receipt, service, fixture, "the total changed from 250 to 249");
    }

    [Fact]
    public void Row_inserted_in_front_is_a_repeat_and_starts_a_second_pass()
    {
        // One row arrives at the front and one leaves at the back: the total is unchanged, and row 100 is on page 2 too.
        var (service, fixture) = Moving(asked => asked.Number == 2, ids =>
        {
            ids.Insert(0, "new");
            ids.RemoveAt(250);
        });

        var receipt = fixture.Run(s_all);

        Assert.Equal(fixture.Sink.Ids.Distinct().Count(), fixture.Sink.Written.Count);
        Assert.Contains("new", fixture.Sink.Ids);
        Assert.True(receipt.RepeatsDropped > 0);
        AssertRepaired(receipt, service, fixture, "appeared twice");
    }

    [Fact]
    public void Fewer_records_than_the_total_start_a_second_pass()
    {
        var service = new ScriptedService(asked =>
            JsonResponse.Page(_ids.Skip((asked.Page - 1) * 100).Take(100).Where(id => id != "r150" || asked.Number > 3), 250, asked.Page, 100));
        var fixture = new ScanFixture(service, clock: _clock);

        var receipt = fixture.Run(s_all);

        Assert.Equal(250, fixture.Sink.Ids.Distinct().Count());
        AssertRepaired(receipt, service, fixture, "249 of 250 records were returned");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public void Record_created_during_the_scan_is_a_sign_on_the_service_clock(int skewSeconds)
    {
        // One row leaves and one arrives at the end, so neither the total nor a repeat shows that row 101 moved.
        var made = "";
        var service = new ScriptedService(asked =>
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            if (asked.Number == 2)
            {
                _ids.RemoveAt(0);
                _ids.Add("new");
                made = $$"""{"id":"new","createdAt":"{{_clock.UtcNow.AddSeconds(skewSeconds - 1):yyyy-MM-ddTHH:mm:ssZ}}"}""";
            }

            var records = _ids.Skip((asked.Page - 1) * 100).Take(100).Select(id => id == "new" ? made : JsonResponse.Record(id));
            return JsonResponse.Json(JsonResponse.PageJson(records, 250, asked.Page, 100)).WithDate(_clock.UtcNow.AddSeconds(skewSeconds));
        });
        var fixture = new ScanFixture(service, clock: _clock);

        var receipt = fixture.Run(s_all);

        Assert.Contains("r101", fixture.Sink.Ids);
        AssertRepaired(receipt, service, fixture, "a record was added");
    }

    [Fact]
    public void Record_created_in_the_future_is_no_sign()
    {
        var service = new ScriptedService(asked => JsonResponse.Json(JsonResponse.PageJson(new[] { """{"id":"1","createdAt":"2099-01-01T00:00:00Z"}""" }, 1, 1, 100)).WithDate(_clock.UtcNow));
        var fixture = new ScanFixture(service, clock: _clock);

        var receipt = fixture.Run(s_all);

        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Single(service.Requests);
        Assert.Empty(fixture.Log.Warnings);
    }

    [Fact]
    public void Row_added_at_the_end_is_read_and_starts_a_second_pass()
    {
        var (service, fixture) = Moving(asked => asked.Number == 3, ids => ids.Add("new"));

        var receipt = fixture.Run(s_all);

        Assert.Equal(251, fixture.Sink.Ids.Distinct().Count());
        AssertRepaired(receipt, service, fixture, "the total changed from 250 to 251");
    }

    [Fact]
    public void List_is_reported_as_incomplete_after_three_passes()
    {
        var (service, fixture) = Moving(asked => asked.Page == 2, ids => ids.RemoveAt(0));

        var receipt = fixture.Run(s_all);

        Assert.False(receipt.Complete);
        Assert.Equal(("DriftDetected", 3), (receipt.Reason, receipt.Passes));
        Assert.Equal(9, service.Requests.Count);
        var warning = Assert.Single(fixture.Log.Warnings);
        Assert.StartsWith("DriftDetected: ", warning, StringComparison.Ordinal);
        Assert.Contains("-Snapshot", warning, StringComparison.Ordinal);
        Assert.Equal(fixture.Sink.Ids.Distinct().Count(), fixture.Sink.Written.Count);
    }

    [Fact]
    public void Scan_with_skip_has_no_second_pass()
    {
        var (_, fixture) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));

        var receipt = fixture.Run(s_all with { Skip = 50 });

        Assert.Equal(("DriftDetected", 1), (receipt.Reason, receipt.Passes));
        Assert.Single(fixture.Log.Warnings);
    }

    [Fact]
    public void Records_without_unique_ids_have_no_second_pass()
    {
        var (service, fixture) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));
        var scan = new Scan<SequenceContact>(fixture.On.Client, new NamelessQuery(), s_all, fixture.Sink, fixture.Log, _clock);

        _clock.Run(() => scan.RunAsync(default));

        Assert.Equal(("DriftDetected", 1), (fixture.Receipt.Reason, fixture.Receipt.Passes));
        Assert.Equal(fixture.Sink.Ids.Distinct().Count(), fixture.Sink.Written.Count);
        Assert.Equal(3, service.Requests.Count);
    }

    [Fact]
    public void Drift_is_ignored_when_enough_was_read()
    {
        var (service, fixture) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));

        var receipt = fixture.Run(s_all with { Mode = ScanMode.Bounded, First = 150 });

        Assert.True(receipt.Complete);
        Assert.Equal(2, service.Requests.Count);
        Assert.Equal(150, fixture.Sink.Ids.Distinct().Count());
    }

    [Fact]
    public void Returns_incomplete_result_when_a_later_pass_fails()
    {
        var service = new ScriptedService(asked =>
        {
            if (asked.Number == 2)
            {
                _ids.RemoveAt(0);
            }

            return asked.Number == 5 ? JsonResponse.Status(404) : JsonResponse.PageOf(_ids, asked.Page, asked.Limit);
        });
        var fixture = new ScanFixture(service, clock: _clock);

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all));

        Assert.Equal((2, 250, 249), ((int)failure.Page, (int)failure.Written, (int?)failure.Expected));
        Assert.Equal(2, fixture.Receipt.Passes);
    }

    [Fact]
    public void Moving_sandbox_rows_are_detected_without_duplicates()
    {
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample(), MoveEvery = 2 }, _clock);
        var fixture = ScanFixture.Of(sandbox, _clock, SandboxSequences.DemoId);

        var receipt = fixture.Run(s_all);

        Assert.True(receipt.Passes > 1);
        Assert.Equal(fixture.Sink.Ids.Distinct().Count(), fixture.Sink.Written.Count);
        Assert.Equal(receipt.Complete, fixture.Log.Warnings.Count == 0);
    }

    private (ScriptedService Service, ScanFixture Bench) Moving(Func<ScriptedService.Asked, bool> when, Action<List<string>> move)
    {
        var service = new ScriptedService(asked =>
        {
            if (when(asked))
            {
                move(_ids);
            }

            return JsonResponse.PageOf(_ids, asked.Page, asked.Limit);
        });
        return (service, new ScanFixture(service, clock: _clock));
    }

    private static void AssertRepaired(ScanReceipt receipt, ScriptedService service, ScanFixture fixture, string sign)
    {
        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal(2, receipt.Passes);
        Assert.Equal(6, service.Requests.Count);
        Assert.Empty(fixture.Log.Warnings);
        Assert.Contains(fixture.Log.VerboseLines, line => line.Contains(sign, StringComparison.Ordinal) && line.Contains("pass 2 of 3", StringComparison.Ordinal));
    }

    private sealed class NamelessQuery : ListQuery<SequenceContact>
    {
        private readonly SequenceContactQuery _query = new("s", null, null, new SeenValues());

        public override string Target => _query.Target;

        public override string Noun => _query.Noun;

        public override PageDecoder<SequenceContact> Decoder => _query.Decoder;

        public override ApiRequest Request(long page, int pageSize) => _query.Request(page, pageSize);

        public override string? IdOf(SequenceContact record) => null;

        public override DateTimeOffset? CreatedAtOf(SequenceContact record) => record.CreatedAt;
    }
}
