using CsCheck;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>
/// Random scans on the fake clock. A scan that breaks a promise is shrunk, and printed with its seed. To see it again:
/// <c>CsCheck_Seed=seed dotnet run --project tests/Skipcall.Engine.Tests -- -class '*RandomScanTests'</c>.
/// A scan is the same each time it runs: the jitter of its waits comes from the scenario too.
/// </summary>
[Collection(nameof(RandomScanCollection))]
public sealed class RandomScanTests
{
    private const int Scans = 20_000;

    [Fact]
    public void A_scan_is_complete_or_says_that_it_is_not()
    {
        using var unobserved = new UnobservedFailures();
        var tally = new ScanTally();
        var list = new SequenceContactList();

        Scenarios.All.Sample(scenario => FakeClockScan.Run(list, scenario, tally), iter: Scans, threads: 2);

        unobserved.AssertNone();
        RandomScanReport.Write("fake clock", tally.ToString());
    }
}
