using System;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>The real clock, and how many of its delays are under way.</summary>
internal sealed class CountingClock : IClock
{
    private int _pending;

    public int Pending => Volatile.Read(ref _pending);

    public DateTimeOffset UtcNow => SystemClock.Instance.UtcNow;

    public TimeSpan Elapsed => SystemClock.Instance.Elapsed;

    public async Task Delay(TimeSpan delay, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _pending);
        try
        {
            await SystemClock.Instance.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _pending);
        }
    }
}
