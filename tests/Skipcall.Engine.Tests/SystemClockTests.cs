using System;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Engine.Tests;

/// <summary>The real clock, as far as a test can wait for it.</summary>
public sealed class SystemClockTests
{
    [Fact]
    public async Task It_goes_on_by_as_much_as_was_waited_for()
    {
        var (now, start) = (DateTimeOffset.UtcNow, SystemClock.Instance.Elapsed);

        await SystemClock.Instance.Delay(TimeSpan.FromMilliseconds(30), TestContext.Current.CancellationToken);

        Assert.InRange(SystemClock.Instance.Elapsed - start, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(20));
        Assert.InRange(SystemClock.Instance.UtcNow - now, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_wait_longer_than_a_timer_can_be_is_a_wait_all_the_same_and_ends_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var wait = SystemClock.Instance.Delay(TimeSpan.FromDays(366), stop.Token);
        Assert.False(wait.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
