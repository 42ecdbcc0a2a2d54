using System;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// Tracks the rate limit and computes when the next request may be sent. Not thread-safe: the limiter holds the lock.
/// </summary>
/// <remarks>
/// The budget is unknown at the start and after every reset. Then one request goes first, the probe, and its response reports the
/// budget: that costs one round trip per window and works for fixed and sliding windows. The response to a request sent after the
/// previous response accounts for everything before it; for responses that overtook each other, the lowest Remaining and the latest
/// reset count. Requests in flight are subtracted, so the budget is never overestimated.
/// </remarks>
internal sealed class Budget
{
    // A stalled probe delays the other requests no longer than this.
    private static readonly TimeSpan s_probePatience = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff;

    private State _state = State.Unknown;
    private int _inFlight;
    private int _remaining;
    private TimeSpan? _windowEnd;
    private TimeSpan? _probePatienceEnds;
    private TimeSpan _blockedUntil;
    private TimeSpan _blockedAt = TimeSpan.MinValue;
    private int _rejections;

    // Counts updates and resets, and its value at the last reset.
    private long _version;
    private long _resetVersion;

    // Counts requests that ended without reporting the budget.
    private long _uncounted;

    public Budget(Backoff backoff) => _backoff = backoff;

    private enum State
    {
        /// <summary>A probe has to find the budget.</summary>
        Unknown,

        /// <summary>The rate headers report the budget.</summary>
        Metered,

        /// <summary>The service sends no rate headers.</summary>
        Unmetered,
    }

    public int? Limit { get; private set; }

    /// <summary>Requests left in this window, less those in flight; null if unknown.</summary>
    public int? Remaining => _state == State.Metered ? Math.Max(0, _remaining - _inFlight) : null;

    /// <summary>When the window ends; null if unknown.</summary>
    public TimeSpan? WindowEnd => _state == State.Metered ? _windowEnd : null;

    /// <summary>Computes when the next request may be sent; <paramref name="now"/> if at once.</summary>
    public Opening Next(TimeSpan now)
    {
        if (now < _blockedUntil)
        {
            return new Opening(_blockedUntil, "The service asked to wait (429)");
        }

        if (_state == State.Metered && now >= _windowEnd)
        {
            Reset();
        }

        if (_state == State.Unmetered || (_state == State.Metered && _remaining > _inFlight))
        {
            return new Opening(now, null);
        }

        if (_state == State.Metered && _windowEnd is { } end)
        {
            // If only requests in flight use up the budget, their responses may still report more.
            return new Opening(end, _remaining > 0 ? null : "Rate limit reached");
        }

        return new Opening(_probePatienceEnds > now ? _probePatienceEnds.Value : now, null);
    }

    /// <summary>Deducts one request; call only if <see cref="Next"/> allows it.</summary>
    public RateLease Take(TimeSpan now)
    {
        var probe = _state == State.Unknown || (_state == State.Metered && _remaining <= _inFlight);
        if (probe)
        {
            _probePatienceEnds = now + s_probePatience;
        }

        _inFlight++;
        return new RateLease(now, TimeSpan.Zero, probe, _version, _uncounted);
    }

    /// <summary>Records a response.</summary>
    public void Answered(RateLease lease, int status, RateHeaders headers, TimeSpan now)
    {
        Release(lease);
        Limit = headers.Limit ?? Limit;
        if (status == 429)
        {
            Block(lease, headers, now);
            return;
        }

        _rejections = 0;
        if (headers.Remaining is { } remaining)
        {
            Update(lease, remaining, now, now + headers.UntilReset);
            return;
        }

        _state = lease.IsProbe && _state == State.Unknown ? State.Unmetered : _state;
        DeductUncounted();
    }

    /// <summary>Records a request without a response, which the service may have counted.</summary>
    public void Unanswered(RateLease lease)
    {
        Release(lease);
        DeductUncounted();
    }

    private void Update(RateLease lease, int remaining, TimeSpan now, TimeSpan? end)
    {
        var isOver = end <= now;
        var isOld = lease.Version < _resetVersion;
        if (isOver || isOld)
        {
            // Its headers are not about this window, but this window may have counted the request, unless its own window ended before.
            if (!(isOver && isOld))
            {
                DeductUncounted();
            }

            return;
        }

        var isOvertaken = _state == State.Metered && lease.Version < _version;
        remaining = (int)Math.Max(0, remaining - (_uncounted - lease.Uncounted));
        _remaining = isOvertaken ? Math.Min(_remaining, remaining) : remaining;
        _windowEnd = isOvertaken && !(end > _windowEnd) ? _windowEnd : end;
        _state = State.Metered;
        _version++;
    }

    /// <summary>Deducts a request that no header accounts for. Responses still on their way may not account for it either.</summary>
    private void DeductUncounted()
    {
        _uncounted++;
        _remaining = Math.Max(0, _remaining - 1);
    }

    private void Release(RateLease lease)
    {
        _inFlight--;
        if (lease.IsProbe)
        {
            _probePatienceEnds = null;
        }
    }

    private void Block(RateLease lease, RateHeaders headers, TimeSpan now)
    {
        // Requests that were in flight together are rejected together, which counts as one rejection.
        if (lease.AcquiredAt > _blockedAt)
        {
            _rejections++;
        }

        var wait = headers.RetryAfter ?? headers.UntilReset;
        var until = now + (wait > TimeSpan.Zero ? wait.Value : _backoff.Wait(Math.Max(1, _rejections)));
        _blockedUntil = until > _blockedUntil ? until : _blockedUntil;
        _blockedAt = now;
        Reset();
    }

    private void Reset()
    {
        _state = State.Unknown;
        _resetVersion = ++_version;
        _probePatienceEnds = null;
    }

    /// <summary>When the next request may be sent.</summary>
    /// <param name="At">The time, on the limiter's clock.</param>
    /// <param name="Reason">Why it has to wait for the rate limit; null if it doesn't, or waits only for a response.</param>
    internal readonly record struct Opening(TimeSpan At, string? Reason);
}
