using Skipcall.Engine.Scanning;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests.Performance;

public sealed class RequestCountTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(99, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(1000, 10)]
    [InlineData(1001, 11)]
    public void Unchanged_list_costs_one_request_per_hundred(int contacts, int requests)
    {
        foreach (var throttleLimit in new[] { 1, 4, 32 })
        {
            var clock = new FakeClock();
            var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample(contacts) }, clock);
            var receipt = ScanFixture.Of(sandbox, clock, SandboxSequences.DemoId).Run(new ScanOptions { Mode = ScanMode.All, ThrottleLimit = throttleLimit });
            Assert.Equal(contacts, receipt.Written);
            Assert.Equal(requests, sandbox.Requests.Count);
        }
    }
}
