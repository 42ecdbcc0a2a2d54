using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class ScanTests
{
    [Fact]
    public void Returns_incomplete_result_when_a_later_page_fails()
    {
        var service = Failing(JsonResponse.Ids(1000), page: 4, status: 500);
        var fixture = new ScanFixture(service, new ClientOptions { MaximumRetryCount = 2 });

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all));

        Assert.Equal(SkipcallErrorId.IncompleteResult, failure.ErrorId);
        Assert.Equal(("s", 4L, 300L, 1000L), (failure.SequenceId, failure.Page, failure.Written, failure.Expected));
        var cause = Assert.IsType<SkipcallException>(failure.InnerException);
        Assert.Equal((SkipcallErrorId.ServerError, 500), (cause.ErrorId, cause.StatusCode));
        Assert.Equal(300, fixture.Sink.Written.Count);
        var receipt = fixture.Receipt;
        Assert.False(receipt.Complete);
        Assert.Equal(("ServerError", 300L, 1000L, 3L, 2), (receipt.Reason, receipt.Written, receipt.Expected, receipt.Pages, receipt.Retries));
    }

    [Theory]
    [InlineData(400, "InvalidRequest")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Unauthorized")]
    [InlineData(404, "SequenceNotFound")]
    [InlineData(429, "RateLimitExceeded")]
    public void Returns_incomplete_result_for_a_final_error_on_a_later_page(int status, string errorId)
    {
        var fixture = new ScanFixture(Failing(JsonResponse.Ids(1000), page: 2, status), new ClientOptions { MaximumWait = TimeSpan.Zero });

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all));

        Assert.Equal(errorId, Assert.IsAssignableFrom<SkipcallException>(failure.InnerException).ErrorId.ToString());
        Assert.Equal((2, 100), (failure.Page, failure.Written));
        Assert.Equal(errorId, fixture.Receipt.Reason);
    }

    [Theory]
    [InlineData(401, "Unauthorized")]
    [InlineData(404, "SequenceNotFound")]
    [InlineData(503, "ServerError")]
    public void Throws_the_plain_error_when_nothing_was_written(int status, string errorId)
    {
        var fixture = new ScanFixture(Failing(JsonResponse.Ids(1000), page: 1, status));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(s_all));

        Assert.Equal(errorId, failure.ErrorId.ToString());
        Assert.Equal((errorId, 0L), (fixture.Receipt.Reason, fixture.Receipt.Written));
        Assert.Null(fixture.Receipt.Expected);
    }

    [Fact]
    public void Records_of_an_earlier_filter_count_as_written()
    {
        var service = new ScriptedService(asked => asked.Query("tag") == "a" ? JsonResponse.PageOf(new[] { "1" }, 1, 100) : JsonResponse.Status(404));
        var fixture = new ScanFixture(service);

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(s_all, ["a", "b"], null));

        Assert.Equal(1, failure.Written);
    }

    [Fact]
    public void Receipt_is_written_before_the_error()
    {
        var fixture = new ScanFixture(Failing(JsonResponse.Ids(1000), page: 2, status: 400));
        var receiptsSeen = -1;

        fixture.On.Clock.Run(async () =>
        {
            try
            {
                await fixture.RunAsync(s_all, null, null, default);
            }
            catch (IncompleteResultException)
            {
                receiptsSeen = fixture.Sink.Receipts.Count;
            }
        });

        Assert.Equal(1, receiptsSeen);
    }

    [Fact]
    public void Stopped_scan_has_no_receipt_and_leaves_nothing_running()
    {
        var clock = new FakeClock();
        var ids = JsonResponse.Ids(1000);
        var service = new ScriptedService(async (asked, stopping) =>
        {
            await clock.Delay(TimeSpan.FromSeconds(asked.Page == 3 ? 3600 : 1), stopping);
            return JsonResponse.PageOf(ids, asked.Page, asked.Limit);
        });
        var fixture = new ScanFixture(service, clock: clock);
        using var stop = new CancellationTokenSource();
        var scan = fixture.RunAsync(s_all, null, null, stop.Token);
        while (fixture.Sink.Written.Count < 200)
        {
            Assert.True(clock.Step());
        }

        stop.Cancel();

        Assert.True(SpinWait.SpinUntil(() => scan.IsCompleted, TimeSpan.FromSeconds(10)), "it goes on");
        Assert.True(scan.IsCanceled);
        Assert.Empty(fixture.Sink.Receipts);
        Assert.Equal(0, clock.PendingTimers);
    }

    [Fact]
    public void Failed_write_abandons_pages_in_flight_and_is_rethrown()
    {
        var clock = new FakeClock();
        var ids = JsonResponse.Ids(1000);
        var service = new ScriptedService(async (asked, stopping) =>
        {
            await clock.Delay(TimeSpan.FromSeconds(1), stopping);
            return JsonResponse.PageOf(ids, asked.Page, asked.Limit);
        });
        var writes = 0;
        var sink = new ContactSink(() => ++writes == 3 ? throw new InvalidOperationException("no more") : Task.CompletedTask);
        var fixture = new ScanFixture(service, clock: clock, sink: sink);

        Assert.Throws<InvalidOperationException>(() => fixture.Run(s_all));

        Assert.Equal(5, service.Requests.Count);
        Assert.Equal(0, clock.PendingTimers);
        Assert.False(fixture.Receipt.Complete);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void Transient_failure_costs_one_retry(int status)
    {
        var ids = JsonResponse.Ids(1000);
        var failed = new HashSet<int>();
        var service = new ScriptedService(asked => failed.Add(asked.Page) ? JsonResponse.Status(status) : JsonResponse.PageOf(ids, asked.Page, asked.Limit));
        var fixture = new ScanFixture(service);

        var receipt = fixture.Run(s_all);

        Assert.Equal(ids, fixture.Sink.Ids);
        Assert.True(receipt.Complete);
        Assert.Equal((10, 20), (receipt.Retries, receipt.Requests));
    }
}
