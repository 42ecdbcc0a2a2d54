using Skipcall.Engine;

namespace Skipcall.Sandboxing;

/// <summary>The service's clock. It is ahead of the local one after days were simulated, or the data of those days would be in its future.</summary>
internal sealed class SandboxClock(IClock local) : IClock
{
    private long _ahead;

    public DateTimeOffset UtcNow => local.UtcNow.AddTicks(Volatile.Read(ref _ahead));

    public TimeSpan Elapsed => local.Elapsed;

    public Task Delay(TimeSpan delay, CancellationToken cancellationToken) => local.Delay(delay, cancellationToken);

    /// <summary>Sets the clock to a time unless it is past it.</summary>
    public void Reach(DateTimeOffset time)
    {
        if (time - UtcNow is var missing && missing > TimeSpan.Zero)
        {
            Interlocked.Add(ref _ahead, missing.Ticks);
        }
    }
}
