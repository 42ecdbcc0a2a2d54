using System;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Engine.Tests;

public sealed class FakeClockTests
{
    [Fact]
    public void A_minute_takes_no_time()
    {
        var clock = new FakeClock();
        clock.Run(() => clock.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromMinutes(1), clock.Elapsed);
    }

    [Fact]
    public void Work_that_waits_for_nothing_is_found_out() =>
        Assert.Throws<InvalidOperationException>(() => new FakeClock().Run(() => new TaskCompletionSource().Task));
}
