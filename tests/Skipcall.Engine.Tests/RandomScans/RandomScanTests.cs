using System;
using System.Threading;
using CsCheck;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>
/// Random scans on the fake clock. A scan that breaks a promise is shrunk, and printed with its seed. To see it again:
/// <c>CsCheck_Seed=seed dotnet run --project tests/Skipcall.Engine.Tests -- -class '*RandomScanTests'</c>.
/// A scan is the same each time it runs: the jitter of its waits comes from the scenario too. <c>CsCheck_Iter</c> makes more of them.
/// </summary>
[Collection(nameof(RandomScanCollection))]
public sealed class RandomScanTests
{
    private const int Scans = 20_000;
    private const int Stops = 5_000;

    [Fact]
    public void A_scan_is_complete_or_says_that_it_is_not()
    {
        using var unobserved = new UnobservedFailures();
        var tally = new ScanTally();
        var list = new SequenceContactList();

        Scenarios.All.Sample(scenario => FakeClockScan.Run(list, scenario, tally), iter: Iterations.OrElse(Scans), threads: 2);

        unobserved.AssertNone();
        RandomScanReport.Write("fake clock", tally.ToString());
    }

    [Fact]
    public void So_is_a_scan_of_any_list_of_the_api()
    {
        using var unobserved = new UnobservedFailures();
        var tally = new ScanTally();
        var list = new ApiList();

        Scenarios.All.Sample(scenario => FakeClockScan.Run(list, scenario, tally), iter: Iterations.OrElse(Scans / 4), threads: 2);

        unobserved.AssertNone();
        RandomScanReport.Write("fake clock, any list", tally.ToString());
    }

    [Fact]
    public void A_stop_ends_a_scan_at_once_whatever_it_waits_for()
    {
        using var unobserved = new UnobservedFailures();
        var list = new SequenceContactList();
        var stopped = 0;

        Gen.Select(Scenarios.All, Gen.Frequency((2, Gen.Int[0, 3_000]), (1, Gen.Int[3_000, 120_000]))).Sample(
            (scenario, milliseconds) =>
            {
                if (FakeClockScan.Stop(list, scenario, TimeSpan.FromMilliseconds(milliseconds)))
                {
                    Interlocked.Increment(ref stopped);
                }
            },
            iter: Stops,
            threads: 2);

        unobserved.AssertNone();
        RandomScanReport.Write("fake clock, stops", FormattableString.Invariant($"{Stops:N0} scans, {stopped:N0} of them stopped on their way: at once, nothing left"));
    }
}
