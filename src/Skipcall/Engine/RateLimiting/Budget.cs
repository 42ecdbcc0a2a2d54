using System;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// What is known of the rate limit, and when the next request may go. Not safe for threads: its gate holds the lock.
/// </summary>
/// <remarks>
/// The budget is unknown at the start and after every reset. Then one request goes first, a probe, and its answer says what
/// there is: that costs one round trip a window and is right for fixed and sliding windows alike. The answer to a request
/// that was sent after the last answer came knows of all answered requests; of answers that overtook each other the lowest
/// Remaining and the latest reset count. The requests still on their way are taken off, so what is left is never overestimated.
/// </remarks>
internal sealed class Budget
{
    // A probe that hangs holds up the others no longer than this.
    private static readonly TimeSpan s_probePatience = TimeSpan.FromSeconds(5);

    private readonly Backoff _backoff;

    private State _state = State.Unknown;
    private int _inFlight;
    private int _lowest;
    private TimeSpan? _windowEnd;
    private TimeSpan? _probePatienceEnds;
    private TimeSpan _parkedUntil;
    private TimeSpan _parkedAt = TimeSpan.MinValue;
    private int _rejections;

    // Counts what was learned and what was forgotten; and where it stood when all was forgotten last.
    private long _news;
    private long _forgotten;

    // Counts requests that are over and did not say what they left.
    private long _untold;

    public Budget(Backoff backoff) => _backoff = backoff;

    private enum State
    {
        /// <summary>A probe has to find out.</summary>
        Unknown,

        /// <summary>The headers of this window say what is left.</summary>
        Metered,

        /// <summary>The service sends no rate headers.</summary>
        Unmetered,
    }

    public int? Limit { get; private set; }

    /// <summary>Requests left in this window, those on their way taken off; null when unknown.</summary>
    public int? Remaining => _state == State.Metered ? Math.Max(0, _lowest - _inFlight) : null;

    /// <summary>When the window ends; null when unknown.</summary>
    public TimeSpan? WindowEnd => _state == State.Metered ? _windowEnd : null;

    /// <summary>When the next request may go: <see cref="Opening.At"/> is <paramref name="now"/> when it may at once.</summary>
    public Opening Next(TimeSpan now)
    {
        if (now < _parkedUntil)
        {
            return new Opening(_parkedUntil, "the service asked to wait (429)");
        }

        if (_state == State.Metered && now >= _windowEnd)
        {
            Forget();
        }

        if (_state == State.Unmetered || (_state == State.Metered && _lowest > _inFlight))
        {
            return new Opening(now, null);
        }

        if (_state == State.Metered && _windowEnd is { } end)
        {
            // Where only answers that are still out stand in the way, there may be more left than it looks.
            return new Opening(end, _lowest > 0 ? null : "the rate limit's budget is used up");
        }

        return new Opening(_probePatienceEnds > now ? _probePatienceEnds.Value : now, null);
    }

    /// <summary>Takes one request out of the budget; to be called only when <see cref="Next"/> says it may go.</summary>
    public RateLease Take(TimeSpan now)
    {
        var probe = _state == State.Unknown || (_state == State.Metered && _lowest <= _inFlight);
        if (probe)
        {
            _probePatienceEnds = now + s_probePatience;
        }

        _inFlight++;
        return new RateLease(now, TimeSpan.Zero, probe, _news, _untold);
    }

    /// <summary>An answer came.</summary>
    public void Answered(RateLease lease, int status, RateHeaders headers, TimeSpan now)
    {
        GiveBack(lease);
        Limit = headers.Limit ?? Limit;
        if (status == 429)
        {
            Park(lease, headers, now);
            return;
        }

        _rejections = 0;
        if (headers.Remaining is { } remaining)
        {
            Learn(lease, remaining, now, now + headers.UntilReset);
            return;
        }

        _state = lease.IsProbe && _state == State.Unknown ? State.Unmetered : _state;
        CountOne();
    }

    /// <summary>No answer came. The service may have counted the request all the same.</summary>
    public void Unanswered(RateLease lease)
    {
        GiveBack(lease);
        CountOne();
    }

    private void Learn(RateLease lease, int remaining, TimeSpan now, TimeSpan? end)
    {
        var isOver = end <= now;
        var isOld = lease.News < _forgotten;
        if (isOver || isOld)
        {
            // It says nothing of this window. What was sent before it and is over with its own is done with; all else this one may have counted.
            if (!(isOver && isOld))
            {
                CountOne();
            }

            return;
        }

        var isOvertaken = _state == State.Metered && lease.News < _news;
        remaining = (int)Math.Max(0, remaining - (_untold - lease.Untold));
        _lowest = isOvertaken ? Math.Min(_lowest, remaining) : remaining;
        _windowEnd = isOvertaken && !(end > _windowEnd) ? _windowEnd : end;
        _state = State.Metered;
        _news++;
    }

    /// <summary>The service may have counted a request, and did not say so. Answers that are still out may not know of it.</summary>
    private void CountOne()
    {
        _untold++;
        _lowest = Math.Max(0, _lowest - 1);
    }

    private void GiveBack(RateLease lease)
    {
        _inFlight--;
        if (lease.IsProbe)
        {
            _probePatienceEnds = null;
        }
    }

    private void Park(RateLease lease, RateHeaders headers, TimeSpan now)
    {
        // Requests that were on their way together are refused together: that is one refusal, not several.
        if (lease.AdmittedAt > _parkedAt)
        {
            _rejections++;
        }

        var wait = headers.RetryAfter ?? headers.UntilReset;
        var until = now + (wait > TimeSpan.Zero ? wait.Value : _backoff.Wait(Math.Max(1, _rejections)));
        _parkedUntil = until > _parkedUntil ? until : _parkedUntil;
        _parkedAt = now;
        Forget();
    }

    private void Forget()
    {
        _state = State.Unknown;
        _forgotten = ++_news;
        _probePatienceEnds = null;
    }

    /// <summary>When the next request may go.</summary>
    /// <param name="At">The time, on the gate's clock.</param>
    /// <param name="Reason">Why it has to wait for the rate limit; null when it need not, or only for an answer that is still out.</param>
    internal readonly record struct Opening(TimeSpan At, string? Reason);
}
