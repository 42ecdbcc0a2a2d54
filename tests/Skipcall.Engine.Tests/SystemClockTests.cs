namespace Skipcall.Engine.Tests;

public sealed class SystemClockTests
{
    [Fact]
    public async Task Clock_advances_by_the_delay()
    {
        var (now, start) = (DateTimeOffset.UtcNow, SystemClock.Instance.Elapsed);

        await SystemClock.Instance.Delay(TimeSpan.FromMilliseconds(30), TestContext.Current.CancellationToken);

        Assert.InRange(SystemClock.Instance.Elapsed - start, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(20));
        Assert.InRange(SystemClock.Instance.UtcNow - now, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Delay_beyond_the_timer_limit_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var wait = SystemClock.Instance.Delay(TimeSpan.FromDays(366), stop.Token);
        Assert.False(wait.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
