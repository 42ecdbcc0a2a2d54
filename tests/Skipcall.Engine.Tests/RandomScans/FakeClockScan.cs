using System;
using System.Threading;
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
