namespace Skipcall.Engine.Tests;

public sealed class FakeClockTests
{
    [Fact]
    public void Minute_takes_no_real_time()
    {
        var clock = new FakeClock();
        clock.Run(() => clock.Delay(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal(TimeSpan.FromMinutes(1), clock.Elapsed);
    }

    [Fact]
    public void Hanging_work_is_detected() =>
        Assert.Throws<InvalidOperationException>(() => new FakeClock().Run(() => new TaskCompletionSource().Task));
}
