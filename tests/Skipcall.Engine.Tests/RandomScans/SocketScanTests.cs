using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using CsCheck;
using Skipcall.TestServer;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Random scans over real sockets, with real connections that really break.</summary>
[Collection(nameof(RandomScanCollection))]
public sealed class SocketScanTests
{
    private const int Scans = 200;
    private const int Speed = 40;

    [Fact]
    public async Task A_scan_over_sockets_is_complete_or_says_that_it_is_not()
    {
        using var unobserved = new UnobservedFailures();
        using var sockets = new SocketsHttpHandler();
        var tally = new ScanTally();

        await Scenarios.OverSockets.SampleAsync(scenario => RunAsync(new SequenceContactList(), scenario, sockets, tally), iter: Scans, threads: 6);

        unobserved.AssertNone();
        RandomScanReport.Write("sockets", tally.ToString());
    }

    private static async Task RunAsync<T>(ListUnderTest<T> list, Scenario scenario, HttpMessageHandler sockets, ScanTally tally)
        where T : class
    {
        var run = new ScanRun<T>(list, scenario, new FastClock(ScanRun<T>.Start(scenario), Speed));
        await using var server = await SocketServer.StartAsync(run.Service);

        var result = await run.RunAsync(sockets, server.BaseUri, CancellationToken.None);

        tally.Count(result, new Judge(result, seesAll: false).Check());
    }
}
