using Skipcall.Engine.Scanning;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests.RateLimiting;

public sealed class RateLimitScanTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 4)]
    [InlineData(false, 32)]
    [InlineData(true, 1)]
    [InlineData(true, 4)]
    [InlineData(true, 32)]
    public void Sixty_requests_at_twenty_per_window_get_no_429_and_two_waits(bool sliding, int throttleLimit)
    {
        var clock = new FakeClock();
        var sandbox = Make(clock, sliding, rateHeaders: true);
        var fixture = ScanFixture.Of(sandbox, clock, SandboxSequences.DemoId);

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.All, ThrottleLimit = throttleLimit });

        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal(6000, fixture.Sink.Ids.Distinct().Count());
        Assert.Equal(60, receipt.Requests);
        Assert.Equal(0, receipt.Retries);
        Assert.All(sandbox.Requests, request => Assert.Equal(200, request.StatusCode));
        Assert.InRange(clock.Elapsed.TotalSeconds, 120, 130);
        Assert.True(receipt.Waited > TimeSpan.FromSeconds(100));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_rate_headers_the_list_is_complete_and_429s_are_no_retries(bool sliding)
    {
        var clock = new FakeClock();
        var sandbox = Make(clock, sliding, rateHeaders: false);
        var fixture = ScanFixture.Of(sandbox, clock, SandboxSequences.DemoId);

        var receipt = fixture.Run();

        Assert.True(receipt.Complete, receipt.ToString());
        Assert.Equal(6000, fixture.Sink.Ids.Distinct().Count());
        Assert.Equal(0, receipt.Retries);
        Assert.Contains(sandbox.Requests, request => request.StatusCode == 429);
        Assert.InRange(clock.Elapsed.TotalMinutes, 2, 5);
    }

    [Fact]
    public void Concurrent_scans_share_one_budget_without_429s()
    {
        var clock = new FakeClock();
        var sandbox = Make(clock, sliding: false, rateHeaders: true);
        var gateOwner = new ClientFixture(sandbox.CreateHandler(), null, clock, sandbox.BaseUri, sandbox.ApiKey);
        var benches = Enumerable.Range(0, 4).Select(_ => ScanFixture.Sharing(gateOwner, SandboxSequences.DemoId)).ToList();

        clock.Run(() => System.Threading.Tasks.Task.WhenAll(
            benches.Select(fixture => fixture.RunAsync(new ScanOptions { Mode = ScanMode.Bounded, First = 2000 }, null, null, default))));

        Assert.All(benches, fixture => Assert.Equal(2000, fixture.Sink.Ids.Distinct().Count()));
        Assert.Equal(80, sandbox.Requests.Count);
        Assert.All(sandbox.Requests, request => Assert.Equal(200, request.StatusCode));
    }

    private static Sandbox Make(FakeClock clock, bool sliding, bool rateHeaders) => new(
        new SandboxOptions
        {
            RateLimit = 20,
            RateWindow = TimeSpan.FromSeconds(60),
            SlidingWindow = sliding,
            RateHeaders = rateHeaders,
            Latency = TimeSpan.FromMilliseconds(50),
            Sequences = SandboxSequences.Sample(6000),
        },
        clock);
}
