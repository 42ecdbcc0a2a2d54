using System;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Engine;

/// <summary>Cancels an attempt when its time is up. <see cref="TimeSpan.Zero"/> is no limit.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _attempt;
    private readonly CancellationTokenSource _over = new();

    public Deadline(IClock clock, TimeSpan limit, CancellationToken cancellationToken)
    {
        _attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit > TimeSpan.Zero)
        {
            _ = WatchAsync(clock.Delay(limit, _over.Token));
        }
    }

    /// <summary>Cancelled when the time is up or the caller stops.</summary>
    public CancellationToken Token => _attempt.Token;

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
        _attempt.Dispose();
    }

    private async Task WatchAsync(Task delay)
    {
        // WhenAny, so that a delay that is no longer needed ends here without an exception.
        await Task.WhenAny(delay).ConfigureAwait(false);
        if (delay.Status == TaskStatus.RanToCompletion)
        {
            try
            {
                _attempt.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The attempt ended in the same moment.
            }
        }
    }
}
