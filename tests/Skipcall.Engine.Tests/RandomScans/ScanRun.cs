using System.Globalization;
using System.Text;
using Skipcall.Commands.Api;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Runs the production client, rate limiter and scan on a scenario.</summary>
internal sealed class ScanRun<T>(ListQuery<T> query, Scenario scenario, IClock clock)
    where T : class
{
    public ModelService Service { get; } = new(scenario, clock);

    public static (ScanResult Result, ScanOracle.Verdict Verdict) OnFakeClock(ListQuery<T> query, Scenario scenario)
    {
        var clock = new FakeClock(scenario.Start);
        var run = new ScanRun<T>(query, scenario, clock);
        var result = clock.Run(() => run.RunAsync(CancellationToken.None));
        NothingIsLeft(clock, run.Service);
        return (result, new ScanOracle(result).Check());
    }

    /// <summary>Cancels a scan on the fake clock; it must end at the same instant.</summary>
    /// <returns>Whether the scan was still running.</returns>
    public static bool StopOnFakeClock(ListQuery<T> query, Scenario scenario, TimeSpan after)
    {
        var clock = new FakeClock(scenario.Start);
        var run = new ScanRun<T>(query, scenario, clock);
        using var stop = new CancellationTokenSource();
        return clock.Run(async () =>
        {
            var scan = run.RunAsync(stop.Token);
            await Task.WhenAny(scan, clock.Delay(after, stop.Token)).ConfigureAwait(false);
            var wasRunning = !scan.IsCompleted;
            var stoppedAt = clock.Elapsed;
            // Not CancelAsync: everything must stay on the thread that drives the clock.
            stop.Cancel();
            var result = await scan.ConfigureAwait(false);
            if (wasRunning)
            {
                Assert.Equal(stoppedAt, clock.Elapsed);
                Assert.IsAssignableFrom<OperationCanceledException>(result.Error);
                Assert.Empty(result.Receipts);
            }

            NothingIsLeft(clock, run.Service);
            return wasRunning;
        });
    }

    public Task<ScanResult> RunAsync(CancellationToken cancellationToken) => RunAsync(Service, new Uri("https://model.invalid"), cancellationToken);

    /// <summary>Reads the list through another handler in front of the service.</summary>
    public async Task<ScanResult> RunAsync(HttpMessageHandler handler, Uri baseUri, CancellationToken cancellationToken)
    {
        var log = new RecordingLog(isDebug: false);
        var sink = new RecordingSink<T>(
            record => query.IdOf(record)!,
            () => scenario.Writing > TimeSpan.Zero ? clock.Delay(scenario.Writing, cancellationToken) : Task.CompletedTask);
        var limiter = new RateLimiter(clock, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), scenario.JitterSeed));
        var retries = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), scenario.JitterSeed);
        var client = new SkipcallClient(handler, baseUri, "sk_test_model", limiter, scenario.Options, clock, retries);
        var scan = new Scan<T>(client, query, scenario.ScanOptions, sink, log, clock);
        Exception? error = null;
        var start = clock.Elapsed;
        try
        {
            await scan.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SkipcallException or OperationCanceledException)
        {
            error = e;
        }

        Assert.Empty(sink.UnreadableRecords);
        return new ScanResult(scenario, Service, [.. sink.Ids], sink.Receipts, log.Warnings, error, clock.Elapsed - start);
    }

    /// <summary>No timer, no open request, and no request after the end.</summary>
    private static void NothingIsLeft(FakeClock clock, ModelService service)
    {
        Assert.Equal(0, clock.PendingTimers);
        Assert.Equal(0, service.Open);
        var sent = service.Sent;
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(sent, service.Sent);
    }
}

/// <summary>A query keeps state, so each scan needs its own.</summary>
internal static class ScanQueries
{
    public static ListQuery<SequenceContact> Contacts() => new SequenceContactQuery("seq", null, null, new SeenValues());

    /// <summary>The same list as <c>Invoke-SkipcallApi</c> reads it.</summary>
    public static ListQuery<ApiRecord> AnyList() => new ApiListQuery("/v1/sequences/seq/contacts", "", raw: false);
}

internal sealed record ScanResult(
    Scenario Scenario,
    ModelService Service,
    IReadOnlyList<string> Written,
    IReadOnlyList<ScanReceipt> Receipts,
    IReadOnlyList<string> Warnings,
    Exception? Error,
    TimeSpan Took)
{
    public string Describe()
    {
        var story = new StringBuilder();
        foreach (var exchange in Service.Exchanges)
        {
            story.AppendLine(exchange.ToString());
        }

        story.AppendLine(CultureInfo.InvariantCulture, $"written: {string.Join(' ', Written)}");
        foreach (var warning in Warnings)
        {
            story.AppendLine(warning);
        }

        return story.AppendLine(CultureInfo.InvariantCulture, $"{string.Join("; ", Receipts)} {Error?.Message} took {Took}").ToString();
    }
}
