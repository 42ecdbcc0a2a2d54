using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CsCheck;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>
/// A failing scan is shrunk and printed with its seed; <c>CsCheck_Iter</c> sets the number of scans. To repeat a scan:
/// <c>CsCheck_Seed=seed dotnet run --project tests/Skipcall.Engine.Tests -- -class '*RandomScanTests'</c>.
/// </summary>
[Collection(nameof(NotParallel))]
public sealed class RandomScanTests : IDisposable
{
    private const int Scans = 20_000;
    private const int Stops = 5_000;
    private const int ScansOverSockets = 200;
    private const int StopsInRealTime = 500;
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<Exception> _unobserved = new();

    public RandomScanTests() => TaskScheduler.UnobservedTaskException += AddUnobserved;

    [Fact]
    public void Scan_is_complete_or_reported_as_incomplete() => Scan(ScanQueries.Contacts, Scans, "fake clock");

    [Fact]
    public void Scan_of_any_list_is_complete_or_reported_as_incomplete() => Scan(ScanQueries.AnyList, Scans / 4, "fake clock, any list");

    [Fact]
    public async Task Scan_over_sockets_is_complete_or_reported_as_incomplete()
    {
        using var sockets = new SocketsHttpHandler();
        var tally = new ScanTally();

        await Scenarios.OverSockets.SampleAsync(
            async scenario =>
            {
                var run = new ScanRun<SequenceContact>(ScanQueries.Contacts(), scenario, new FastClock(speed: 40, scenario.Start));
                await using var server = FaultyServer.Start(run.Service);
                var result = await run.RunAsync(sockets, server.BaseUri, CancellationToken.None);
                tally.Count(result, new ScanOracle(result, seesAll: false).Check());
            },
            iter: ScansOverSockets,
            threads: 6);

        NoFailureIsUnobserved();
        TestReport.Write("random-scans.txt", "sockets", tally.ToString());
    }

    [Fact]
    public void Stop_ends_a_scan_in_the_same_moment()
    {
        var stopped = 0;

        Gen.Select(Scenarios.All, Gen.Frequency((2, Gen.Int[0, 3_000]), (1, Gen.Int[3_000, 120_000]))).Sample(
            (scenario, milliseconds) =>
            {
                if (ScanRun<SequenceContact>.StopOnFakeClock(ScanQueries.Contacts(), scenario, TimeSpan.FromMilliseconds(milliseconds)))
                {
                    Interlocked.Increment(ref stopped);
                }
            },
            iter: Stops,
            threads: 2);

        NoFailureIsUnobserved();
        TestReport.Write("random-scans.txt", "fake clock, stops", FormattableString.Invariant($"{Stops:N0} scans, {stopped:N0} of them stopped on their way: at once, nothing left"));
    }

    [Fact]
    public async Task Stop_in_real_time_ends_a_scan_within_200_milliseconds()
    {
        var times = new ConcurrentBag<TimeSpan>();
        var services = new ConcurrentBag<(ModelService Service, int Sent)>();

        await Gen.Select(Scenarios.InRealTime, Gen.Int[0, 80]).SampleAsync(
            async (scenario, milliseconds) =>
            {
                var clock = new CountingClock();
                var run = new ScanRun<SequenceContact>(ScanQueries.Contacts(), scenario, clock);
                using var stop = new CancellationTokenSource();
                var scan = Task.Run(() => run.RunAsync(stop.Token));
                await Task.WhenAny(scan, Task.Delay(milliseconds));
                if (scan.IsCompleted)
                {
                    return;
                }

                var watch = Stopwatch.StartNew();
                await stop.CancelAsync();
                await scan;
                times.Add(watch.Elapsed);

                Assert.Equal(0, run.Service.Open);
                Assert.True(SpinWait.SpinUntil(() => clock.Pending == 0, TimeSpan.FromSeconds(5)), "A timer still runs.");
                services.Add((run.Service, run.Service.Sent));
            },
            iter: StopsInRealTime,
            threads: 4);

        Assert.All(services, stopped => Assert.Equal(stopped.Sent, stopped.Service.Sent));
        NoFailureIsUnobserved();
        var sorted = times.Order().ToArray();
        var p99 = sorted[sorted.Length * 99 / 100];
        TestReport.Write("random-scans.txt", "stops", FormattableString.Invariant(
            $"{StopsInRealTime} scans, {sorted.Length} of them stopped on their way, in {sorted[sorted.Length / 2].TotalMilliseconds:0.00} ms (median), {p99.TotalMilliseconds:0.0} ms (99 %), {sorted[^1].TotalMilliseconds:0.0} ms (longest)"));
        Assert.InRange(p99, TimeSpan.Zero, s_stopLimit);
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= AddUnobserved;

    private void Scan<T>(Func<ListQuery<T>> createQuery, int scans, string name)
        where T : class
    {
        var tally = new ScanTally();
        var count = long.TryParse(Environment.GetEnvironmentVariable("CsCheck_Iter"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : scans;

        Scenarios.All.Sample(
            scenario =>
            {
                var (result, verdict) = ScanRun<T>.OnFakeClock(createQuery(), scenario);
                tally.Count(result, verdict);
            },
            iter: count,
            threads: 2);

        NoFailureIsUnobserved();
        TestReport.Write("random-scans.txt", name, tally.ToString());
    }

    private void NoFailureIsUnobserved()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Empty(_unobserved);
    }

    private void AddUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => _unobserved.Enqueue(e.Exception);

    private sealed class CountingClock : IClock
    {
        private int _pending;

        public int Pending => Volatile.Read(ref _pending);

        public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow;

        public TimeSpan Elapsed => SystemClock.Instance.Elapsed;

        public async Task Delay(TimeSpan delay, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _pending);
            try
            {
                await SystemClock.Instance.Delay(delay, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _pending);
            }
        }
    }
}
