using System;

namespace Skipcall.Engine;

/// <summary>
/// What is known of the rate limit, and when the next request may go. Not safe for threads: its gate holds the lock.
/// </summary>
/// <remarks>
/// The budget is unknown at the start and after every reset. Then one request goes first, a probe, and its answer says what
/// there is: that costs one round trip a window and is right for fixed and sliding windows alike. Inside a window the
/// lowest Remaining reported is what is left after all answered requests, in whatever order the answers came; the
/// requests still on their way are taken off, so what is left is never overestimated.
/// </remarks>
internal sealed class Budget
{
    // Two answers of one window differ by this much at most: the reset is in whole seconds, and the way takes time.
    private static readonly TimeSpan s_sameWindow = TimeSpan.FromSeconds(2);

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
    /// <returns>Whether the request is a probe.</returns>
    public bool Take(TimeSpan now)
    {
        var probe = _state == State.Unknown || (_state == State.Metered && _lowest <= _inFlight);
        if (probe)
        {
            _probePatienceEnds = now + s_probePatience;
        }

        _inFlight++;
        return probe;
    }

    /// <summary>An answer came.</summary>
    public void Answered(Permit permit, int status, RateHeaders headers, TimeSpan now)
    {
        GiveBack(permit);
        Limit = headers.Limit ?? Limit;
        if (status == 429)
        {
            Park(permit, headers, now);
            return;
        }

        _rejections = 0;
        if (headers.Remaining is not { } remaining)
        {
            if (permit.IsProbe && _state == State.Unknown)
            {
                _state = State.Unmetered;
            }

            return;
        }

        var end = now + headers.UntilReset;
        if (end <= now)
        {
            // An answer of a window that is over says nothing of this one.
            return;
        }

        if (_state == State.Metered && end is { } reported && _windowEnd is { } current && reported <= current + s_sameWindow)
        {
            if (reported >= current - s_sameWindow)
            {
                _lowest = Math.Min(_lowest, remaining);
            }

            return;
        }

        _state = State.Metered;
        _lowest = remaining;
        _windowEnd = end;
    }

    /// <summary>No answer came. The service may have counted the request all the same.</summary>
    public void Unanswered(Permit permit)
    {
        GiveBack(permit);
        _lowest = Math.Max(0, _lowest - 1);
    }

    private void GiveBack(Permit permit)
    {
        _inFlight--;
        if (permit.IsProbe)
        {
            _probePatienceEnds = null;
        }
    }

    private void Park(Permit permit, RateHeaders headers, TimeSpan now)
    {
        // Requests that were on their way together are refused together: that is one refusal, not several.
        if (permit.AdmittedAt > _parkedAt)
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
        _probePatienceEnds = null;
    }

    /// <summary>When the next request may go.</summary>
    /// <param name="At">The time, on the gate's clock.</param>
    /// <param name="Reason">Why it has to wait for the rate limit; null when it need not, or only for an answer that is still out.</param>
    internal readonly record struct Opening(TimeSpan At, string? Reason);
}
