using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Runs the module's own client, gate and scan on a scenario.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal sealed class ScanRun<T>
    where T : class
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private readonly ListUnderTest<T> _list;
    private readonly Scenario _scenario;
    private readonly IClock _clock;

    public ScanRun(ListUnderTest<T> list, Scenario scenario, IClock clock)
    {
        _list = list;
        _scenario = scenario;
        _clock = clock;
        Service = new ModelService(scenario, list.ToJson, clock);
    }

    public ModelService Service { get; }

    /// <summary>When a scan of this scenario begins.</summary>
    public static DateTimeOffset Start(Scenario scenario) => s_start.AddMilliseconds(scenario.StartMilliseconds);

    /// <summary>Reads the list over the service itself.</summary>
    public Task<ScanResult> RunAsync(CancellationToken cancellationToken) => RunAsync(Service, new Uri("https://model.invalid"), cancellationToken);

    /// <summary>Reads the list over whatever leads to the service.</summary>
    public async Task<ScanResult> RunAsync(HttpMessageHandler handler, Uri baseUri, CancellationToken cancellationToken)
    {
        var query = _list.CreateQuery();
        var log = new RecordingLog();
        var sink = new CollectingSink<T>(record => query.IdOf(record)!, _clock, _scenario.Writing, cancellationToken);
        var gate = new RateLimiter(_clock, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), _scenario.JitterSeed));
        var retries = new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30), _scenario.JitterSeed);
        var client = new SkipcallClient(handler, baseUri, "sk_test_model", gate, _scenario.Options, _clock, retries);
        var scan = new Scan<T>(client, query, _scenario.Plan, new SeenRecords(), sink, log, _clock);
        Exception? error = null;
        var start = _clock.Elapsed;
        try
        {
            await scan.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SkipcallException or OperationCanceledException)
        {
            error = e;
        }

        return new ScanResult(_scenario, Service, sink.Ids, sink.Receipts, log.Warnings, error, _clock.Elapsed - start);
    }
}
