using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed class DeadlineTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Attempt_is_cancelled_exactly_at_the_deadline()
    {
        using var deadline = new Deadline(_clock, TimeSpan.FromSeconds(30), CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(deadline.Token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Callers_token_cancels_the_attempt()
    {
        using var stop = new CancellationTokenSource();
        using var deadline = new Deadline(_clock, TimeSpan.FromSeconds(30), stop.Token);

        stop.Cancel();

        Assert.True(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Zero_means_no_deadline()
    {
        using var deadline = new Deadline(_clock, TimeSpan.Zero, CancellationToken.None);

        Assert.Equal(0, _clock.PendingTimers);
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.False(deadline.Token.IsCancellationRequested);
    }

    [Fact]
    public void Finished_attempt_leaves_no_timer()
    {
        var deadline = new Deadline(_clock, TimeSpan.FromSeconds(30), CancellationToken.None);
        var token = deadline.Token;

        deadline.Dispose();

        Assert.Equal(0, _clock.PendingTimers);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(token.IsCancellationRequested);
    }
}
