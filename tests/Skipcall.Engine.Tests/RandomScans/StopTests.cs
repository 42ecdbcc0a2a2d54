using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using CsCheck;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Ctrl+C at any moment, in real time.</summary>
[Collection(nameof(RandomScanCollection))]
public sealed class StopTests
{
    private const int Stops = 500;
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentBag<TimeSpan> _times = [];
    private readonly ConcurrentBag<(ModelService Service, int Sent)> _services = [];
    private int _overBefore;

    [Fact]
    public async Task A_stop_is_answered_within_200_milliseconds()
    {
        using var unobserved = new UnobservedFailures();

        await Gen.Select(Scenarios.InRealTime, Gen.Int[0, 80]).SampleAsync(
            (scenario, milliseconds) => StopAsync(new SequenceContactList(), scenario, TimeSpan.FromMilliseconds(milliseconds)), iter: Stops, threads: 4);

        Assert.All(_services, stopped => Assert.Equal(stopped.Sent, stopped.Service.Sent));
        unobserved.AssertNone();
        var times = _times.Order().ToArray();
        var p99 = times[times.Length * 99 / 100];
        RandomScanReport.Write("stops", FormattableString.Invariant(
            $"{Stops} scans, {times.Length} of them stopped on their way, in {times[times.Length / 2].TotalMilliseconds:0.00} ms (median), {p99.TotalMilliseconds:0.0} ms (99 %), {times[^1].TotalMilliseconds:0.0} ms (longest); {_overBefore} were over before"));
        Assert.InRange(p99, TimeSpan.Zero, s_atOnce);
    }

    private async Task StopAsync<T>(ListUnderTest<T> list, Scenario scenario, TimeSpan after)
        where T : class
    {
        var clock = new CountingClock();
        var run = new ScanRun<T>(list, scenario, clock);
        using var stop = new CancellationTokenSource();
        var scan = Task.Run(() => run.RunAsync(stop.Token));
        await Task.WhenAny(scan, Task.Delay(after));
        if (scan.IsCompleted)
        {
            Interlocked.Increment(ref _overBefore);
            return;
        }

        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await scan;
        _times.Add(watch.Elapsed);

        // No request is open and no timer runs: nothing is fetched ahead any more, and nobody stands before the gate.
        Assert.Equal(0, run.Service.Open);
        Assert.True(SpinWait.SpinUntil(() => clock.Pending == 0, TimeSpan.FromSeconds(5)), "A timer still runs.");
        _services.Add((run.Service, run.Service.Sent));
    }
}
