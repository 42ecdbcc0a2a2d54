using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>Tracks the rate limit and computes when the next request may be sent. Not thread-safe: the limiter holds the lock.</summary>
/// <remarks>
/// The budget is unknown at the start and after every reset. Then a single request, the probe, reads it from its response. Responses
/// may arrive out of order: the lowest Remaining and the latest reset count until a later reset shows a new window. Requests in flight
/// are subtracted, so the budget is never overestimated. A reset in whole seconds may be rounded down, so one second is added. For a
/// large limit, one test request finds out whether that second is needed: the last request of a window is held until the
/// window has probably ended. It is within the limit either way, and its response shows whether the window was new.
/// </remarks>
internal sealed class Budget
{
    private static readonly TimeSpan s_probeTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_followUpDelay = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    // Holding back one request costs 0.2 % of this limit; the added second costs 1.7 % of a window.
    private const int SmallestTestedLimit = 500;

    private readonly RejectionWait _rejection;
    private readonly Concurrency _concurrency = new();

    private State _state = State.Unknown;
    private int _inFlight;
    private int _remaining;
    private TimeSpan? _windowEnd;
    private TimeSpan? _reportedEnd;
    private TimeSpan? _countedEnd;
    private TimeSpan? _probableEnd;
    private TimeSpan _answeredAt;
    private int _windows;
    private bool _isSliding;

    private bool? _isProbableEndTrusted;
    private TimeSpan? _probeDeadline;

    private long _version;
    private long _resetVersion;

    // Requests that ended without reporting the budget.
    private long _uncounted;

    public Budget(Backoff backoff) => _rejection = new RejectionWait(backoff);

    private enum State
    {
        Unknown,

        Metered,

        /// <summary>The service sends no rate headers.</summary>
        Unmetered,
    }

    public int? Limit { get; private set; }

    /// <summary>Requests left in this window, minus those in flight; null if unknown.</summary>
    public int? Remaining => _state == State.Metered ? Math.Max(0, _remaining - _inFlight) : null;

    public TimeSpan? WindowEnd => _state == State.Metered ? _windowEnd : null;

    /// <summary>How many requests one scan should have in flight.</summary>
    public int Concurrency => _concurrency.For(Limit, Remaining);

    /// <summary>Computes when the next request may be sent, given the number of waiting requests including it.</summary>
    public SendTime Next(TimeSpan now, int waiting, TimeSpan maximumWait)
    {
        if (now < _rejection.Until)
        {
            return new SendTime(_rejection.Until, "The service asked to wait (429)");
        }

        if (_state == State.Metered && now >= _windowEnd)
        {
            EndWindow();
        }

        if (_state == State.Unmetered || (_state == State.Metered && _remaining > _inFlight))
        {
            return IsTest && _probableEnd is { } probable && now < probable && probable - now <= maximumWait
                ? Test(now, waiting, probable)
                : new SendTime(now, null);
        }

        if (_state == State.Metered && _windowEnd is { } end)
        {
            // Only requests in flight use up the budget; their responses may report more.
            return new SendTime(end, _remaining > 0 ? null : "Rate limit reached");
        }

        return new SendTime(_probeDeadline > now ? _probeDeadline.Value : now, null);
    }

    /// <summary>Deducts one request; call only if <see cref="Next"/> allows it.</summary>
    public RateLease Take(TimeSpan now)
    {
        var test = now >= _probableEnd && IsTest;
        var probe = _state == State.Unknown || (_state == State.Metered && _remaining <= _inFlight);
        if (probe)
        {
            _probeDeadline = now + s_probeTimeout;
        }

        _inFlight++;
        return new RateLease(now, TimeSpan.Zero, probe, test, _version, _uncounted);
    }

    public void Answered(RateLease lease, int status, RateHeaders headers, bool isFromApi, TimeSpan now)
    {
        Release(lease);
        Limit = headers.Limit ?? Limit;
        _concurrency.Observe(now - lease.AcquiredAt);
        _answeredAt = now;
        if (status == 429)
        {
            _isProbableEndTrusted = false;
            _rejection.Extend(lease, headers, now);
            Reset();
            return;
        }

        _rejection.End();
        if (headers.Remaining is { } remaining)
        {
            Update(lease, remaining, now, now + headers.UntilReset);
            return;
        }

        _state = lease.IsProbe && isFromApi && _state == State.Unknown ? State.Unmetered : _state;
        DeductUncounted();
    }

    /// <summary>Records a request without a response. The service may have counted it.</summary>
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
            // The headers describe an earlier window, but a sliding window may have counted the request too.
            DeductUncounted();
            return;
        }

        var isOvertaken = _state == State.Metered && lease.Version < _version;
        if (lease.IsTest)
        {
            _isProbableEndTrusted = remaining > 0;
        }

        var isFirst = remaining == Limit - 1;
        remaining = (int)Math.Max(0, remaining - (_uncounted - lease.Uncounted));

        // A later reset shows a new window. This response may not count requests that are in flight or were answered since it was sent.
        var isLater = _countedEnd is null || end - _countedEnd > RateHeaders.Rounding;
        var least = isLater ? remaining - (int)(_version - lease.Version) - _inFlight : 0;
        _remaining = isOvertaken ? Math.Max(Math.Min(_remaining, remaining), least) : remaining;
        _countedEnd = isOvertaken && !isLater ? _countedEnd : end;
        if (!isOvertaken || end > _reportedEnd)
        {
            if (!(end - _reportedEnd <= RateHeaders.Rounding))
            {
                // The first request of a window has all others left. If a minute from its response is before the reported end, the window
                // began with this request, and its end was rounded up.
                _windows++;
                _isSliding |= _windows > 1 && !isFirst;
                _probableEnd = isFirst && now + s_window < end - RateHeaders.Rounding ? now + s_window : end - RateHeaders.Rounding;
            }

            _reportedEnd = end;
            _windowEnd = _isProbableEndTrusted == true && !_isSliding ? _probableEnd : end;
        }

        _state = State.Metered;
        _version++;
    }

    /// <summary>Whether the next request is the test: the last one of a window, if the limit is large and was used up before.</summary>
    private bool IsTest =>
        _state == State.Metered && _remaining - _inFlight == 1 && Limit >= SmallestTestedLimit && _windows > 1
        && _isProbableEndTrusted is null && !_isSliding;

    private SendTime Test(TimeSpan now, int waiting, TimeSpan probable)
    {
        if (waiting > 1)
        {
            return new SendTime(probable, "Rate limit reached");
        }

        // Don't hold a single request if no other one follows the responses in flight.
        var last = _answeredAt + s_followUpDelay;
        return _inFlight > 0 ? new SendTime(probable, null) : new SendTime(last > now ? last : now, null);
    }

    /// <summary>Deducts a request that no header counts. Responses still in flight may not count it either.</summary>
    private void DeductUncounted()
    {
        _uncounted++;
        _remaining = Math.Max(0, _remaining - 1);
    }

    private void Release(RateLease lease)
    {
        _inFlight--;
        if (lease.IsProbe && lease.Version >= _resetVersion)
        {
            _probeDeadline = null;
        }
    }

    private void EndWindow()
    {
        if (_inFlight == 0 || _remaining <= _inFlight)
        {
            Reset();
            return;
        }

        // The rest of the old window's budget is valid in the new one, so requests can continue until its first response.
        _resetVersion = ++_version;
        _windowEnd = _reportedEnd = _probableEnd = _countedEnd = null;
    }

    private void Reset()
    {
        _reportedEnd = _probableEnd = _countedEnd = _probeDeadline = null;
        _state = State.Unknown;
        _resetVersion = ++_version;
    }
}
