using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>How long no request may be sent after a 429: as long as the service asks, otherwise with a backoff.</summary>
internal sealed class RejectionWait(Backoff backoff)
{
    private TimeSpan _lastAt = TimeSpan.MinValue;
    private int _count;

    public TimeSpan Until { get; private set; }

    /// <summary>Records a 429.</summary>
    public void Extend(RateLease lease, RateHeaders headers, TimeSpan now)
    {
        // Requests in flight are rejected together, which counts as one rejection.
        if (lease.AcquiredAt > _lastAt)
        {
            _count++;
        }

        var wait = headers.RetryAfter ?? headers.UntilReset;
        var until = now + (wait > TimeSpan.Zero ? wait.Value : backoff.Wait(Math.Max(1, _count)));
        Until = until > Until ? until : Until;
        _lastAt = now;
    }

    /// <summary>Records another response, after which the backoff begins again.</summary>
    public void End() => _count = 0;
}
