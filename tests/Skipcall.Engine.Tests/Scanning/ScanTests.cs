using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;
using Skipcall.Sandboxing;
using Xunit;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>A list that holds still: what is asked for, what is written, and what the receipt says.</summary>
public sealed class ScanTests
{
    private static readonly ScanPlan s_all = new() { Mode = ScanMode.All };

    // --- How many requests ---

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
    public void A_quiet_list_costs_one_request_a_page_and_no_more(int count, int pageSize, int requests)
    {
        foreach (var throttleLimit in new[] { 1, 4, 32 })
        {
            var ids = Answer.Ids(count);
            var service = Honest(ids);
            var bench = new ScanBench(service);

            var receipt = bench.Run(s_all with { PageSize = pageSize, ThrottleLimit = throttleLimit });

            Assert.Equal(ids, bench.Sink.Ids);
            Assert.Equal(Enumerable.Range(1, requests), service.Pages);
            Assert.All(service.Requests, asked => Assert.Equal(pageSize, asked.Limit));
            Assert.True(receipt.Complete);
            Assert.Null(receipt.Reason);
            Assert.Equal((count, count, requests, 1, requests), ((int)receipt.Written, (int?)receipt.Expected, (int)receipt.Pages, receipt.Passes, receipt.Requests));
        }
    }

    [Fact]
    public void A_thousand_pages_that_answer_at_once_do_not_run_out_of_stack()
    {
        var bench = new ScanBench(Honest(Answer.Ids(3000)));

        Assert.Equal(3000, bench.Run(s_all with { PageSize = 3 }).Written);
        Assert.Equal(3000, bench.Sink.Written.Count);
    }

    [Fact]
    public void The_sandbox_s_demo_comes_out_whole_with_all_its_fields()
    {
        var clock = new FakeClock();
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample() }, clock);
        var bench = ScanBench.Of(sandbox, clock, SandboxSequences.DemoId);

        Assert.True(bench.Run(s_all).Complete);

        Assert.Equal(250, bench.Sink.Ids.Distinct().Count());
        Assert.All(bench.Sink.Written, contact => Assert.NotNull(contact.CreatedAt));
        Assert.Contains(bench.Sink.Written, contact => contact.Calls.Count > 0);
        Assert.Contains(bench.Sink.Written, contact => contact.Tags.Count > 0);
        Assert.Equal(3, sandbox.Requests.Count);
    }

    [Fact]
    public void Nothing_is_asked_for_ahead_until_the_first_page_was_written()
    {
        var clock = new FakeClock();
        var service = Honest(Answer.Ids(1000));
        var asked = new List<int>();
        var sink = new ContactSink(async () =>
        {
            await clock.Delay(TimeSpan.FromSeconds(1), default);
            asked.Add(service.Requests.Count);
        });
        var bench = new ScanBench(service, clock: clock, sink: sink);

        bench.Run(s_all);

        Assert.Equal(new[] { 1, 3, 5, 7, 8, 9, 10, 10, 10, 10 }, asked);
    }

    [Fact]
    public void Each_page_is_written_before_the_list_is_read_to_its_end()
    {
        var service = Honest(Answer.Ids(5000));
        var first = 0;
        ContactSink? sink = null;
        sink = new ContactSink(() =>
        {
            first = first == 0 ? service.Requests.Count : first;
            Assert.True(sink!.Written.Count >= (service.Requests.Count - 4) * 100, "it holds pages back");
            return Task.CompletedTask;
        });

        new ScanBench(service, sink: sink).Run(s_all);

        Assert.Equal(1, first);
    }

    [Fact]
    public void The_total_is_told_once_and_before_the_first_record()
    {
        var bench = new ScanBench(Honest(Answer.Ids(250)));

        bench.Run(s_all);

        Assert.Equal(new long?[] { 250 }, bench.Sink.Totals);
    }

    // --- Filters ---

    [Fact]
    public void Filters_and_odd_ids_are_sent_escaped()
    {
        var service = Honest(Answer.Ids(1));
        var bench = new ScanBench(service, sequenceId: "a/b?c#d é%2e");

        var receipt = bench.Run(s_all, tag: "hot & cold+=", status: SequenceContactStatus.MISSING_NUMBER);

        var uri = service.Requests.Single().Uri;
        Assert.Equal("/v1/sequences/a%2Fb%3Fc%23d%20%C3%A9%252e/contacts", uri.AbsolutePath);
        Assert.Equal("?page=1&limit=100&tag=hot%20%26%20cold%2B%3D&status=MISSING_NUMBER", uri.Query);
        Assert.Equal(("hot & cold+=", "MISSING_NUMBER"), (receipt.Tag, receipt.Status));
        Assert.Equal("a/b?c#d é%2e", bench.Sink.Written[0].SequenceId);
    }

    [Fact]
    public void A_contact_with_two_of_the_tags_asked_for_comes_out_once_in_snapshots_too()
    {
        var service = new ScriptedService(asked => Answer.PageOf(asked.Query("tag") == "a" ? new[] { "1", "2" } : new[] { "2", "3" }, asked.Page, asked.Limit));
        var bench = new ScanBench(service);
        var snapshot = s_all with { Mode = ScanMode.Snapshot };

        bench.On.Clock.Run(async () =>
        {
            await bench.RunAsync(snapshot, "a", null, default);
            await bench.RunAsync(snapshot, "b", null, default);
        });

        Assert.Equal(new[] { "1", "2", "3" }, bench.Sink.Ids);
    }

    [Fact]
    public void A_contact_with_two_of_the_tags_asked_for_comes_out_once()
    {
        var service = new ScriptedService(asked => Answer.PageOf(asked.Query("tag") == "a" ? new[] { "1", "2" } : new[] { "2", "3" }, asked.Page, asked.Limit));
        var bench = new ScanBench(service);

        bench.On.Clock.Run(async () =>
        {
            await bench.RunAsync(s_all, "a", null, default);
            await bench.RunAsync(s_all, "b", null, default);
        });

        Assert.Equal(new[] { "1", "2", "3" }, bench.Sink.Ids);
        Assert.All(bench.Sink.Receipts, receipt => Assert.True(receipt.Complete));
        Assert.Equal(new long[] { 2, 1 }, bench.Sink.Receipts.Select(receipt => receipt.Written));
        Assert.Equal(4, service.Requests.Count + 2);
    }

    [Fact]
    public void A_status_outside_the_specification_is_warned_of_once_and_handed_on()
    {
        var service = new ScriptedService(asked => Answer.Json(Answer.PageJson(
            Enumerable.Range(1, 2).Select(number => $$"""{"id":"{{asked.Page}}-{{number}}","status":"CALL_BACK"}"""), 4, asked.Page, 2)));
        var bench = new ScanBench(service);

        bench.Run(s_all with { PageSize = 2 });

        Assert.All(bench.Sink.Written, contact => Assert.Equal("CALL_BACK", contact.Status));
        Assert.Contains("CALL_BACK", Assert.Single(bench.Log.Warnings), StringComparison.Ordinal);
    }

    // --- One page ---

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
    public void One_page_says_so_when_there_are_more(int count, int skip, int written, bool complete)
    {
        var bench = new ScanBench(Honest(Answer.Ids(count)));

        var receipt = bench.Run(new ScanPlan { Skip = skip, First = 100 });

        Assert.Equal(Answer.Ids(count).Skip(skip).Take(100), bench.Sink.Ids);
        Assert.Equal(written, receipt.Written);
        Assert.Equal(complete, receipt.Complete);
        Assert.Equal(complete ? null : "MorePages", receipt.Reason);
        Assert.Equal(complete ? 0 : 1, bench.Log.Warnings.Count);
        Assert.Equal(count, receipt.Expected);
    }

    [Fact]
    public void One_page_is_one_request_wherever_it_begins()
    {
        var service = Honest(Answer.Ids(350));

        Assert.Equal(100, new ScanBench(service).Run(new ScanPlan { Skip = 100 }).Written);

        Assert.Equal(new[] { 2 }, service.Pages);
    }

    [Fact]
    public void Where_there_is_nothing_nothing_is_written()
    {
        var writes = 0;
        var sink = new ContactSink(() =>
        {
            writes++;
            return Task.CompletedTask;
        });

        Assert.True(new ScanBench(Honest(Answer.Ids(0)), sink: sink).Run(s_all).Complete);

        Assert.Equal(0, writes);
    }

    [Fact]
    public void One_page_without_a_total_is_written_and_says_that_there_may_be_more()
    {
        var service = new ScriptedService(asked => Answer.Page(Answer.Ids(3), null, 1, 100));
        var bench = new ScanBench(service);

        var receipt = bench.Run(new ScanPlan { First = 100 });

        Assert.Equal(3, receipt.Written);
        Assert.False(receipt.Complete);
        Assert.Null(receipt.Expected);
        Assert.Single(service.Requests);
        Assert.Contains("did not say how many", bench.Log.Warnings.Single(), StringComparison.Ordinal);
    }

    // --- First and Skip ---

    [Theory]
    [InlineData(0, 1, new[] { 1 })]
    [InlineData(0, 100, new[] { 1 })]
    [InlineData(0, 101, new[] { 1, 2 })]
    [InlineData(0, 250, new[] { 1, 2, 3 })]
    [InlineData(0, 9999, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    [InlineData(100, 100, new[] { 2 })]
    [InlineData(150, 50, new[] { 2 })]
    [InlineData(150, 51, new[] { 2, 3 })]
    [InlineData(950, 100, new[] { 10 })]
    [InlineData(999, 5, new[] { 10 })]
    [InlineData(1000, 5, new[] { 11 })]
    [InlineData(5000, 5, new[] { 51 })]
    [InlineData(0, 0, new[] { 1 })]
    public void First_and_skip_ask_for_the_pages_they_need_and_no_others(int skip, int first, int[] pages)
    {
        foreach (var throttleLimit in new[] { 1, 32 })
        {
            var ids = Answer.Ids(1000);
            var service = Honest(ids);
            var bench = new ScanBench(service);

            var receipt = bench.Run(new ScanPlan { Mode = ScanMode.Bounded, Skip = skip, First = first, ThrottleLimit = throttleLimit });

            Assert.Equal(ids.Skip(skip).Take(first), bench.Sink.Ids);
            Assert.Equal(pages, service.Pages);
            Assert.True(receipt.Complete, receipt.ToString());
            Assert.Empty(bench.Log.Warnings);
        }
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(30, 100)]
    [InlineData(5, 1)]
    public void As_many_as_can_be_counted_are_all(int skip, int pageSize)
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(Honest(ids));

        var receipt = bench.Run(new ScanPlan { Mode = ScanMode.Bounded, First = long.MaxValue, Skip = skip, PageSize = pageSize });

        Assert.Equal(ids.Skip(skip), bench.Sink.Ids);
        Assert.True(receipt.Complete, receipt.ToString());
    }

    [Fact]
    public void All_from_a_place_in_the_middle()
    {
        var ids = Answer.Ids(250);
        var service = Honest(ids);
        var bench = new ScanBench(service);

        Assert.True(bench.Run(s_all with { Skip = 120 }).Complete);

        Assert.Equal(ids.Skip(120), bench.Sink.Ids);
        Assert.Equal(new[] { 2, 3 }, service.Pages);
    }

    // --- Odd services ---

    [Theory]
    [InlineData(0, 250, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(120, 130, new[] { 2, 3, 4, 5 })]
    [InlineData(249, 1, new[] { 3, 5 })]
    public void A_service_that_gives_smaller_pages_than_asked_and_says_so_is_followed(int skip, int written, int[] pages)
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.PageOf(ids, asked.Page, Math.Min(asked.Limit, 50)));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all with { Skip = skip });

        Assert.Equal(ids.Skip(skip), bench.Sink.Ids);
        Assert.Equal(written, receipt.Written);
        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal(skip == 120 ? new[] { 2, 3, 4, 5 } : pages, service.Pages.Distinct());
    }

    [Fact]
    public void Smaller_pages_than_asked_for_cost_no_second_request_for_the_first_one()
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.PageOf(ids, asked.Page, Math.Min(asked.Limit, 50)));

        new ScanBench(service).Run(s_all);

        Assert.Equal(new[] { 1, 2, 3, 4, 5 }, service.Pages);
        Assert.Equal(new[] { 100, 50, 50, 50, 50 }, service.Requests.Select(asked => asked.Limit));
    }

    [Fact]
    public void A_list_that_is_whole_on_one_small_page_is_one_request_wherever_it_is_begun()
    {
        var service = new ScriptedService(asked => Answer.PageOf(Answer.Ids(50), asked.Page, Math.Min(asked.Limit, 50)));
        var bench = new ScanBench(service);

        Assert.True(bench.Run(s_all with { Skip = 30 }).Complete);

        Assert.Equal(20, bench.Sink.Written.Count);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void A_service_that_says_it_gives_less_than_it_does_is_not_followed()
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.Page(ids.Skip((asked.Page - 1) * 100).Take(100), 250, asked.Page, 10));
        var bench = new ScanBench(service);

        Assert.True(bench.Run(s_all).Complete);

        Assert.Equal(ids, bench.Sink.Ids);
        Assert.Equal(new[] { 1, 2, 3 }, service.Pages);
    }

    [Fact]
    public void A_service_that_gives_smaller_pages_and_does_not_say_so_is_found_out()
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.Page(ids.Skip((asked.Page - 1) * 50).Take(50), 250, asked.Page, asked.Limit));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all);

        Assert.False(receipt.Complete);
        Assert.Equal("DriftDetected", receipt.Reason);
        Assert.Contains("150 records came of 250", bench.Log.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_gives_all_at_once_is_believed()
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.Page(asked.Page == 1 ? ids : Answer.Ids(0), 250, asked.Page, 250));
        var bench = new ScanBench(service);

        Assert.True(bench.Run(s_all).Complete);
        Assert.Equal(ids, bench.Sink.Ids);
    }

    [Fact]
    public void A_service_that_ignores_the_page_number_and_says_so_is_an_error()
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked => Answer.PageOf(ids, 1, asked.Limit)));

        var failure = Assert.Throws<IncompleteResultException>(() => bench.Run(s_all));

        Assert.Equal(SkipcallErrorId.InvalidResponse, Assert.IsType<SkipcallException>(failure.InnerException).ErrorId);
        Assert.Equal(2, failure.Page);
        Assert.Equal(ids.Take(100), bench.Sink.Ids);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_service_that_ignores_the_page_number_and_hides_it_ends_and_is_found_out(bool echoes)
    {
        var ids = Answer.Ids(250);
        var service = new ScriptedService(asked => Answer.Page(ids.Take(100), 250, echoes ? asked.Page : null, asked.Limit));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all);

        Assert.Equal(ids.Take(100), bench.Sink.Ids);
        Assert.False(receipt.Complete);
        Assert.Equal("DriftDetected", receipt.Reason);
        Assert.Equal(9, service.Requests.Count);
    }

    [Fact]
    public void A_first_page_with_another_number_is_an_error_and_nothing_is_written()
    {
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(Answer.Ids(100), 250, 7, 100)));

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(s_all));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.EndsWith("page 1 was asked for, and it says that it is page 7.", failure.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Sink.Written);
        Assert.Equal("InvalidResponse", bench.Receipt.Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-1")]
    [InlineData("99.5")]
    [InlineData("\"many\"")]
    public void A_total_that_can_not_be_true_is_an_error_where_the_scan_depends_on_it(string? total)
    {
        foreach (var mode in new[] { ScanMode.All, ScanMode.Snapshot })
        {
            var bench = new ScanBench(new ScriptedService(asked => Answer.Page(Answer.Ids(100), total, asked.Page, 100)));

            var failure = Assert.Throws<SkipcallException>(() => bench.Run(new ScanPlan { Mode = mode, First = mode == ScanMode.Snapshot ? 10 : null }));

            Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
            Assert.Contains("total", failure.Message, StringComparison.Ordinal);
            Assert.Empty(bench.Sink.Written);
            Assert.False(bench.Receipt.Complete);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void A_total_that_can_not_be_true_does_not_matter_to_who_has_enough(int first)
    {
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(Answer.Ids(100), -1, asked.Page, 100)));

        Assert.True(bench.Run(new ScanPlan { Mode = ScanMode.Bounded, First = first }).Complete);
        Assert.Equal(first, bench.Sink.Written.Count);
    }

    [Fact]
    public void A_total_that_is_lost_on_a_page_that_is_enough_is_still_known()
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(ids.Skip((asked.Page - 1) * 100).Take(100), asked.Page == 1 ? 250 : null, asked.Page, 100)));

        var receipt = bench.Run(new ScanPlan { Mode = ScanMode.Bounded, First = 150 });

        Assert.True(receipt.Complete);
        Assert.Equal((150L, 250L), (receipt.Written, receipt.Expected));
    }

    [Fact]
    public void A_total_that_is_lost_on_the_way_leaves_no_list_for_whole()
    {
        var ids = Answer.Ids(250);
        var bench = new ScanBench(new ScriptedService(asked => Answer.Page(ids.Skip((asked.Page - 1) * 100).Take(100), asked.Page == 1 ? 250 : null, asked.Page, 100)));

        var failure = Assert.Throws<IncompleteResultException>(() => bench.Run(s_all));

        Assert.Equal(SkipcallErrorId.InvalidResponse, Assert.IsType<SkipcallException>(failure.InnerException).ErrorId);
        Assert.Equal(2, failure.Page);
    }

    [Fact]
    public void A_page_that_is_empty_before_its_time_ends_the_reading_and_is_found_out()
    {
        var ids = Answer.Ids(1000);
        var service = new ScriptedService(asked => Answer.Page(asked.Page == 1 ? ids.Take(100) : Answer.Ids(0), 1000, asked.Page, 100));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all with { ThrottleLimit = 1 });

        Assert.False(receipt.Complete);
        Assert.Equal("DriftDetected", receipt.Reason);
        Assert.Equal(6, service.Requests.Count);
    }

    // --- Records that can't be identified ---

    [Fact]
    public void Records_without_an_id_are_reported_with_their_place_and_count_as_seen()
    {
        var records = Answer.Ids(148).Select(Answer.Record).ToList();
        records.Insert(5, "null");
        records.Insert(120, """{"status":"CONNECTED"}""");
        var service = new ScriptedService(asked => Answer.Json(Answer.PageJson(records.Skip((asked.Page - 1) * 100).Take(100), 150, asked.Page, 100)));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all);

        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal((148, 2, 1), (receipt.Written, receipt.Unreadable, receipt.Passes));
        Assert.Equal(new[] { (5, 1L), (20, 2L) }, bench.Sink.UnreadableRecords.Select(unreadable => (unreadable.Record.Index, unreadable.Page)));
    }

    [Fact]
    public void Records_without_an_id_are_reported_once_however_often_the_list_is_read()
    {
        var service = new ScriptedService(asked => Answer.Json(Answer.PageJson(new[] { "null", Answer.Record("1"), Answer.Record("1") }, 3, asked.Page, 100)));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all);

        Assert.Equal(3, receipt.Passes);
        Assert.Equal(1, receipt.Unreadable);
        Assert.Single(bench.Sink.UnreadableRecords);
    }

    [Fact]
    public void Records_without_an_id_that_are_passed_over_are_not_reported()
    {
        var service = new ScriptedService(asked => Answer.Json(Answer.PageJson(new[] { "null", Answer.Record("1"), "null", Answer.Record("2") }, 4, 1, 100)));
        var bench = new ScanBench(service);

        bench.Run(s_all with { Skip = 2 });

        Assert.Equal(new[] { "2" }, bench.Sink.Ids);
        Assert.Equal(2, bench.Sink.UnreadableRecords.Single().Record.Index);
    }

    // --- Failures ---

    [Fact]
    public void A_list_that_breaks_off_is_incomplete_and_says_all_there_is_to_say()
    {
        var service = Failing(Answer.Ids(1000), page: 4, status: 500);
        var bench = new ScanBench(service, new ClientOptions { MaximumRetryCount = 2 });

        var failure = Assert.Throws<IncompleteResultException>(() => bench.Run(s_all));

        Assert.Equal(SkipcallErrorId.IncompleteResult, failure.ErrorId);
        Assert.Equal(("s", 4L, 300L, 1000L), (failure.SequenceId, failure.Page, failure.Written, failure.Expected));
        var cause = Assert.IsType<SkipcallException>(failure.InnerException);
        Assert.Equal((SkipcallErrorId.ServerError, 500), (cause.ErrorId, cause.StatusCode));
        Assert.Equal(300, bench.Sink.Written.Count);
        var receipt = bench.Receipt;
        Assert.False(receipt.Complete);
        Assert.Equal(("ServerError", 300L, 1000L, 3L, 2), (receipt.Reason, receipt.Written, receipt.Expected, receipt.Pages, receipt.Retries));
    }

    [Theory]
    [InlineData(400, "InvalidRequest")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Unauthorized")]
    [InlineData(404, "SequenceNotFound")]
    [InlineData(429, "RateLimitExceeded")]
    public void In_mid_scan_even_a_final_answer_is_an_incomplete_list(int status, string errorId)
    {
        var bench = new ScanBench(Failing(Answer.Ids(1000), page: 2, status), new ClientOptions { MaximumWait = TimeSpan.Zero });

        var failure = Assert.Throws<IncompleteResultException>(() => bench.Run(s_all));

        Assert.Equal(errorId, Assert.IsAssignableFrom<SkipcallException>(failure.InnerException).ErrorId.ToString());
        Assert.Equal((2, 100), (failure.Page, failure.Written));
        Assert.Equal(errorId, bench.Receipt.Reason);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(404, "SequenceNotFound")]
    [InlineData(503, "ServerError")]
    public void With_nothing_written_yet_the_error_is_the_plain_one(int status, string errorId)
    {
        var bench = new ScanBench(Failing(Answer.Ids(1000), page: 1, status));

        var failure = Assert.Throws<SkipcallException>(() => bench.Run(s_all));

        Assert.Equal(errorId, failure.ErrorId.ToString());
        Assert.Equal((errorId, 0L), (bench.Receipt.Reason, bench.Receipt.Written));
        Assert.Null(bench.Receipt.Expected);
    }

    [Fact]
    public void What_was_written_under_another_filter_counts_as_written()
    {
        var service = new ScriptedService(asked => asked.Query("tag") == "a" ? Answer.PageOf(new[] { "1" }, 1, 100) : Answer.Status(404));
        var bench = new ScanBench(service);
        bench.On.Clock.Run(() => bench.RunAsync(s_all, "a", null, default));

        var failure = Assert.Throws<IncompleteResultException>(() => bench.On.Clock.Run(() => bench.RunAsync(s_all, "b", null, default)));

        Assert.Equal(1, failure.Written);
    }

    [Fact]
    public void The_receipt_is_closed_before_the_error_is_thrown()
    {
        var bench = new ScanBench(Failing(Answer.Ids(1000), page: 2, status: 400));
        var receiptsSeen = -1;

        bench.On.Clock.Run(async () =>
        {
            try
            {
                await bench.RunAsync(s_all, null, null, default);
            }
            catch (IncompleteResultException)
            {
                receiptsSeen = bench.Sink.Receipts.Count;
            }
        });

        Assert.Equal(1, receiptsSeen);
    }

    [Fact]
    public void A_stop_ends_a_scan_without_a_receipt_and_leaves_nothing_running()
    {
        var clock = new FakeClock();
        var ids = Answer.Ids(1000);
        var service = new ScriptedService(async (asked, stopping) =>
        {
            await clock.Delay(TimeSpan.FromSeconds(asked.Page == 3 ? 3600 : 1), stopping);
            return Answer.PageOf(ids, asked.Page, asked.Limit);
        });
        var bench = new ScanBench(service, clock: clock);
        using var stop = new CancellationTokenSource();
        var scan = bench.RunAsync(s_all, null, null, stop.Token);
        while (bench.Sink.Written.Count < 200)
        {
            Assert.True(clock.Step());
        }

        stop.Cancel();

        Assert.True(SpinWait.SpinUntil(() => scan.IsCompleted, TimeSpan.FromSeconds(10)), "it goes on");
        Assert.True(scan.IsCanceled);
        Assert.Empty(bench.Sink.Receipts);
        Assert.Equal(0, clock.PendingTimers);
    }

    [Fact]
    public void When_writing_fails_the_pages_ahead_are_let_go_and_the_failure_is_the_writer_s()
    {
        var clock = new FakeClock();
        var ids = Answer.Ids(1000);
        var service = new ScriptedService(async (asked, stopping) =>
        {
            await clock.Delay(TimeSpan.FromSeconds(1), stopping);
            return Answer.PageOf(ids, asked.Page, asked.Limit);
        });
        var writes = 0;
        var sink = new ContactSink(() => ++writes == 3 ? throw new InvalidOperationException("no more") : Task.CompletedTask);
        var bench = new ScanBench(service, clock: clock, sink: sink);

        Assert.Throws<InvalidOperationException>(() => bench.Run(s_all));

        Assert.Equal(5, service.Requests.Count);
        Assert.Equal(0, clock.PendingTimers);
        Assert.False(bench.Receipt.Complete);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_failure_that_passes_costs_a_retry_and_nothing_else(int status)
    {
        var ids = Answer.Ids(1000);
        var failed = new HashSet<int>();
        var service = new ScriptedService(asked => failed.Add(asked.Page) ? Answer.Status(status) : Answer.PageOf(ids, asked.Page, asked.Limit));
        var bench = new ScanBench(service);

        var receipt = bench.Run(s_all);

        Assert.Equal(ids, bench.Sink.Ids);
        Assert.True(receipt.Complete);
        Assert.Equal((10, 20), (receipt.Retries, receipt.Requests));
    }

    private static ScriptedService Honest(IReadOnlyList<string> ids) => new(asked => Answer.PageOf(ids, asked.Page, asked.Limit));

    private static ScriptedService Failing(IReadOnlyList<string> ids, int page, int status) =>
        new(asked => asked.Page == page ? Answer.Status(status) : Answer.PageOf(ids, asked.Page, asked.Limit));
}
