using System;
using System.Collections.Generic;
using System.Linq;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;
using Skipcall.Sandboxing;
using Xunit;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>Lists whose rows move while they are read.</summary>
public sealed class DriftTests
{
    private static readonly ScanPlan s_all = new() { Mode = ScanMode.All, ThrottleLimit = 1 };
    private static readonly ScanPlan s_snapshot = s_all with { Mode = ScanMode.Snapshot };

    private readonly FakeClock _clock = new();
    private readonly List<string> _ids = Answer.Ids(250).ToList();

    // --- Each sign ---

    [Fact]
    public void A_row_that_goes_makes_the_total_move_and_the_list_is_read_again_for_what_slipped()
    {
        // The first row goes after page 1: row 101 slips from page 2 to page 1.
        var (service, bench) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));

        var receipt = bench.Run(s_all);

        Assert.Equal(250, bench.Sink.Ids.Distinct().Count());
        Assert.Equal(250, bench.Sink.Written.Count);
        Assert.Contains("r101", bench.Sink.Ids);
        AssertRepaired(receipt, service, bench, "the total went from 250 to 249");
    }

    [Fact]
    public void A_row_that_comes_in_front_is_a_repeat_and_the_list_is_read_again_for_the_new_one()
    {
        // One comes at the front and one goes at the back: the total holds still, and row 100 is on page 2 as well.
        var (service, bench) = Moving(asked => asked.Number == 2, ids =>
        {
            ids.Insert(0, "new");
            ids.RemoveAt(250);
        });

        var receipt = bench.Run(s_all);

        Assert.Equal(bench.Sink.Ids.Distinct().Count(), bench.Sink.Written.Count);
        Assert.Contains("new", bench.Sink.Ids);
        Assert.True(receipt.RepeatsDropped > 0);
        AssertRepaired(receipt, service, bench, "came twice");
    }

    [Fact]
    public void Fewer_records_than_the_total_says_are_looked_for_again()
    {
        var service = new ScriptedService(asked =>
            Answer.Page(_ids.Skip((asked.Page - 1) * 100).Take(100).Where(id => id != "r150" || asked.Number > 3), 250, asked.Page, 100));
        var bench = new ScanBench(service, clock: _clock);

        var receipt = bench.Run(s_all);

        Assert.Equal(250, bench.Sink.Ids.Distinct().Count());
        AssertRepaired(receipt, service, bench, "249 records came of 250");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public void A_record_made_meanwhile_by_the_service_s_clock_is_a_sign_however_wrong_ours_is(int skewSeconds)
    {
        // One goes and one comes at the end: neither the total nor a repeat shows that row 101 slipped.
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

            var records = _ids.Skip((asked.Page - 1) * 100).Take(100).Select(id => id == "new" ? made : Answer.Record(id));
            return Answer.Json(Answer.PageJson(records, 250, asked.Page, 100)).WithDate(_clock.UtcNow.AddSeconds(skewSeconds));
        });
        var bench = new ScanBench(service, clock: _clock);

        var receipt = bench.Run(s_all);

        Assert.Contains("r101", bench.Sink.Ids);
        AssertRepaired(receipt, service, bench, "a record was created meanwhile");
    }

    [Fact]
    public void A_record_with_a_date_that_no_clock_has_reached_is_no_sign()
    {
        var service = new ScriptedService(asked => Answer.Json(Answer.PageJson(new[] { """{"id":"1","createdAt":"2099-01-01T00:00:00Z"}""" }, 1, 1, 100)).WithDate(_clock.UtcNow));
        var bench = new ScanBench(service, clock: _clock);

        var receipt = bench.Run(s_all);

        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Single(service.Requests);
        Assert.Empty(bench.Log.Warnings);
    }

    [Fact]
    public void A_row_that_comes_at_the_end_is_read_and_the_list_once_more_to_be_sure()
    {
        var (service, bench) = Moving(asked => asked.Number == 3, ids => ids.Add("new"));

        var receipt = bench.Run(s_all);

        Assert.Equal(251, bench.Sink.Ids.Distinct().Count());
        AssertRepaired(receipt, service, bench, "the total went from 250 to 251");
    }

    // --- A list that will not hold still ---

    [Fact]
    public void After_three_readings_the_list_is_said_to_be_incomplete()
    {
        var (service, bench) = Moving(asked => asked.Page == 2, ids => ids.RemoveAt(0));

        var receipt = bench.Run(s_all);

        Assert.False(receipt.Complete);
        Assert.Equal(("DriftDetected", 3), (receipt.Reason, receipt.Passes));
        Assert.Equal(9, service.Requests.Count);
        var warning = Assert.Single(bench.Log.Warnings);
        Assert.StartsWith("DriftDetected: ", warning, StringComparison.Ordinal);
        Assert.Contains("-Snapshot", warning, StringComparison.Ordinal);
        Assert.Equal(bench.Sink.Ids.Distinct().Count(), bench.Sink.Written.Count);
    }

    [Fact]
    public void With_a_skip_there_is_no_second_reading_because_it_would_begin_elsewhere()
    {
        var (_, bench) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));

        var receipt = bench.Run(s_all with { Skip = 50 });

        Assert.Equal(("DriftDetected", 1), (receipt.Reason, receipt.Passes));
        Assert.Single(bench.Log.Warnings);
    }

    [Fact]
    public void Records_with_no_id_to_be_known_by_are_not_read_a_second_time_because_they_would_be_written_twice()
    {
        var (service, bench) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));
        var scan = new Scan<SequenceContact>(bench.On.Client, new NamelessQuery(), s_all, new SeenRecords(), bench.Sink, bench.Log, _clock);

        _clock.Run(() => scan.RunAsync(default));

        Assert.Equal(("DriftDetected", 1), (bench.Receipt.Reason, bench.Receipt.Passes));
        Assert.Equal(bench.Sink.Ids.Distinct().Count(), bench.Sink.Written.Count);
        Assert.Equal(3, service.Requests.Count);
    }

    [Fact]
    public void Who_has_as_many_as_were_asked_for_does_not_care()
    {
        var (service, bench) = Moving(asked => asked.Number == 2, ids => ids.RemoveAt(0));

        var receipt = bench.Run(s_all with { Mode = ScanMode.Bounded, First = 150 });

        Assert.True(receipt.Complete);
        Assert.Equal(2, service.Requests.Count);
        Assert.Equal(150, bench.Sink.Ids.Distinct().Count());
    }

    [Fact]
    public void A_failure_in_a_later_reading_is_an_incomplete_list_too()
    {
        var service = new ScriptedService(asked =>
        {
            if (asked.Number == 2)
            {
                _ids.RemoveAt(0);
            }

            return asked.Number == 5 ? Answer.Status(404) : Answer.PageOf(_ids, asked.Page, asked.Limit);
        });
        var bench = new ScanBench(service, clock: _clock);

        var failure = Assert.Throws<IncompleteResultException>(() => bench.Run(s_all));

        Assert.Equal((2, 250, 249), ((int)failure.Page, (int)failure.Written, (int?)failure.Expected));
        Assert.Equal(2, bench.Receipt.Passes);
    }

    [Fact]
    public void Rows_of_the_sandbox_that_move_are_noticed_and_no_record_comes_twice()
    {
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample(), MoveEvery = 2 }, _clock);
        var bench = ScanBench.Of(sandbox, _clock, SandboxSequences.DemoId);

        var receipt = bench.Run(s_all);

        Assert.True(receipt.Passes > 1);
        Assert.Equal(bench.Sink.Ids.Distinct().Count(), bench.Sink.Written.Count);
        Assert.Equal(receipt.Complete, bench.Log.Warnings.Count == 0);
    }

    // --- Snapshot ---

    [Fact]
    public void A_snapshot_of_a_list_that_holds_still_is_two_readings_and_nothing_is_written_before_they_agreed()
    {
        var requestsAtFirstWrite = 0;
        var service = new ScriptedService(asked => Answer.PageOf(_ids, asked.Page, asked.Limit));
        var sink = new ContactSink(() =>
        {
            requestsAtFirstWrite = requestsAtFirstWrite == 0 ? service.Requests.Count : requestsAtFirstWrite;
            return System.Threading.Tasks.Task.CompletedTask;
        });
        var bench = new ScanBench(service, clock: _clock, sink: sink);

        var receipt = bench.Run(s_snapshot);

        Assert.Equal(_ids, bench.Sink.Ids);
        Assert.Equal(6, requestsAtFirstWrite);
        Assert.True(receipt.Complete);
        Assert.Equal((2, 6, 250), (receipt.Passes, receipt.Requests, (int)receipt.Written));
    }

    [Fact]
    public void A_snapshot_of_an_empty_list_is_empty_and_complete()
    {
        _ids.Clear();
        var bench = new ScanBench(new ScriptedService(asked => Answer.PageOf(_ids, asked.Page, asked.Limit)), clock: _clock);

        Assert.True(bench.Run(s_snapshot).Complete);
        Assert.Empty(bench.Sink.Written);
    }

    [Fact]
    public void A_snapshot_is_read_until_two_readings_agree_even_where_nothing_else_shows_a_move()
    {
        // One goes and one comes, between the readings: no sign in either of them.
        var (service, bench) = Moving(asked => asked.Number == 4, ids =>
        {
            ids.RemoveAt(0);
            ids.Add("new");
        });

        var receipt = bench.Run(s_snapshot);

        Assert.Equal(_ids, bench.Sink.Ids);
        Assert.Equal(3, receipt.Passes);
        Assert.Equal(9, service.Requests.Count);
    }

    [Fact]
    public void A_snapshot_of_rows_in_another_order_is_another_snapshot()
    {
        var (_, bench) = Moving(asked => asked.Number == 4, ids => ids.Reverse());

        Assert.Equal(3, bench.Run(s_snapshot).Passes);
        Assert.Equal(_ids, bench.Sink.Ids);
    }

    [Fact]
    public void A_snapshot_of_a_list_that_will_not_hold_still_is_an_error_and_nothing_is_written()
    {
        var (service, bench) = Moving(asked => asked.Page == 2, ids => ids.RemoveAt(0));

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(s_snapshot));

        Assert.Equal(SkipcallErrorId.DriftDetected, failure.ErrorId);
        Assert.Empty(bench.Sink.Written);
        Assert.Equal(("DriftDetected", 6), (bench.Receipt.Reason, bench.Receipt.Passes));
        Assert.Equal(18, service.Requests.Count);
    }

    [Fact]
    public void A_snapshot_in_which_a_record_comes_twice_is_not_taken()
    {
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(new[] { "1", "1" }, 2, 1, 100)), clock: _clock);

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(s_snapshot));

        Assert.Contains("(1 record came twice)", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Sink.Written);
    }

    [Fact]
    public void A_snapshot_of_records_with_no_id_to_be_known_by_is_an_error_because_readings_can_not_be_compared()
    {
        var (service, bench) = Moving(_ => false, _ => { });
        var scan = new Scan<SequenceContact>(bench.On.Client, new NamelessQuery(), s_snapshot, new SeenRecords(), bench.Sink, bench.Log, _clock);

        var failure = Assert.Throws<SkipcallException>(() => _clock.Run(() => scan.RunAsync(default)));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("its records have no id, so two readings of the list can't be compared. Use -All.", failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void A_snapshot_that_fails_in_the_middle_is_the_plain_error_because_nothing_was_written()
    {
        var service = new ScriptedService(asked => asked.Number == 5 ? Answer.Status(404) : Answer.PageOf(_ids, asked.Page, asked.Limit));
        var bench = new ScanBench(service, clock: _clock);

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(s_snapshot));

        Assert.Equal(SkipcallErrorId.SequenceNotFound, failure.ErrorId);
        Assert.Empty(bench.Sink.Written);
    }

    [Fact]
    public void A_snapshot_is_cut_to_what_was_asked_for_after_it_was_read_whole()
    {
        var bench = new ScanBench(new ScriptedService(asked => Answer.PageOf(_ids, asked.Page, asked.Limit)), clock: _clock);

        var receipt = bench.Run(s_snapshot with { Skip = 30, First = 50 });

        Assert.Equal(_ids.Skip(30).Take(50), bench.Sink.Ids);
        Assert.True(receipt.Complete);
        Assert.Equal(6, receipt.Requests);
    }

    [Fact]
    public void A_snapshot_reports_records_without_an_id_once()
    {
        var bench = new ScanBench(new ScriptedService(asked => Answer.Json(Answer.PageJson(new[] { "null", Answer.Record("1") }, 2, 1, 100))), clock: _clock);

        var receipt = bench.Run(s_snapshot);

        Assert.True(receipt.Complete);
        Assert.Equal(1, receipt.Unreadable);
        Assert.Single(bench.Sink.UnreadableRecords);
    }

    private (ScriptedService Service, ScanBench Bench) Moving(Func<ScriptedService.Asked, bool> when, Action<List<string>> move)
    {
        var service = new ScriptedService(asked =>
        {
            if (when(asked))
            {
                move(_ids);
            }

            return Answer.PageOf(_ids, asked.Page, asked.Limit);
        });
        return (service, new ScanBench(service, clock: _clock));
    }

    private static void AssertRepaired(ScanReceipt receipt, ScriptedService service, ScanBench bench, string sign)
    {
        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal(2, receipt.Passes);
        Assert.Equal(6, service.Requests.Count);
        Assert.Empty(bench.Log.Warnings);
        Assert.Contains(bench.Log.VerboseLines, line => line.Contains(sign, StringComparison.Ordinal) && line.Contains("pass 2 of 3", StringComparison.Ordinal));
    }

    /// <summary>A list whose records have nothing to be told apart by.</summary>
    private sealed class NamelessQuery : ListQuery<SequenceContact>
    {
        private readonly SequenceContactQuery _query = new("s", null, null, new ConnectionMemory());

        public override string Target => _query.Target;

        public override string Noun => _query.Noun;

        public override PageDecoder<SequenceContact> Decoder => _query.Decoder;

        public override ApiRequest Request(long page, int pageSize) => _query.Request(page, pageSize);

        public override string? IdOf(SequenceContact record) => null;

        public override DateTimeOffset? CreatedAtOf(SequenceContact record) => record.CreatedAt;
    }
}
