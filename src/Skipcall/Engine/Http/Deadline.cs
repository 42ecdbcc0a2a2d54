namespace Skipcall.Engine.Http;

/// <summary>Cancels an attempt after a timeout; <see cref="TimeSpan.Zero"/> for none.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _attempt;
    private readonly CancellationTokenSource _over = new();

    public Deadline(IClock clock, TimeSpan limit, CancellationToken cancellationToken)
    {
        _attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit > TimeSpan.Zero)
        {
            _ = clock.Delay(limit, _over.Token).ContinueWith(
                static (_, deadline) => ((Deadline)deadline!).Expire(),
                this,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>Cancelled by the timeout or by the caller.</summary>
    public CancellationToken Token => _attempt.Token;

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
        _attempt.Dispose();
    }

    private void Expire()
    {
        try
        {
            _attempt.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt has just ended.
        }
    }
}
