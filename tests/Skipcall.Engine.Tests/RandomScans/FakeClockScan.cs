using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A random scan on the fake clock: hours of it take a millisecond, and it is the same every time.</summary>
internal static class FakeClockScan
{
    public static void Run<T>(ListUnderTest<T> list, Scenario scenario, ScanTally tally)
        where T : class
    {
        var clock = new FakeClock(ScanRun<T>.Start(scenario));
        var run = new ScanRun<T>(list, scenario, clock);

        var result = clock.Run(() => run.RunAsync(CancellationToken.None));

        NothingIsLeft(clock, run.Service);
        tally.Count(result, new Judge(result).Check());
    }

    /// <summary>Stops it on its way: it has to end in the same moment.</summary>
    /// <returns>Whether it was still on its way.</returns>
    public static bool Stop<T>(ListUnderTest<T> list, Scenario scenario, TimeSpan after)
        where T : class
    {
        var clock = new FakeClock(ScanRun<T>.Start(scenario));
        var run = new ScanRun<T>(list, scenario, clock);
        using var stop = new CancellationTokenSource();
        return clock.Run(async () =>
        {
            var scan = run.RunAsync(stop.Token);
            await Task.WhenAny(scan, clock.Delay(after, stop.Token)).ConfigureAwait(false);
            var wasOnItsWay = !scan.IsCompleted;
            var stoppedAt = clock.Elapsed;
            // Not CancelAsync: all has to go on here, on the thread that turns the clock.
            stop.Cancel();
            var result = await scan.ConfigureAwait(false);
            if (wasOnItsWay)
            {
                Assert.Equal(stoppedAt, clock.Elapsed);
                Assert.IsAssignableFrom<OperationCanceledException>(result.Error);
                Assert.Empty(result.Receipts);
            }

            NothingIsLeft(clock, run.Service);
            return wasOnItsWay;
        });
    }

    /// <summary>No timer, no open request, and no request after the end.</summary>
    public static void NothingIsLeft(FakeClock clock, ModelService service)
    {
        Assert.Equal(0, clock.PendingTimers);
        Assert.Equal(0, service.Open);
        var sent = service.Sent;
        clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(sent, service.Sent);
    }
}
