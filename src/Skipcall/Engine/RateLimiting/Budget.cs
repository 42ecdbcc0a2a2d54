using Skipcall.Engine.Http;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// Tracks the rate limit and computes when the next request may be sent. Not thread-safe: the limiter holds the lock.
/// </summary>
/// <remarks>
/// The budget is unknown at the start and after every reset. Then one request goes first, the probe, and its response reports the
/// budget: that costs one round trip per window and works for fixed and sliding windows. The response to a request sent after the
/// previous response accounts for everything before it; for responses that overtook each other, the lowest Remaining and the latest
/// reset count, until a later reset shows that the window has moved. Requests in flight are subtracted, so the budget is never overestimated.
/// A reset in whole seconds doesn't say exactly when the window ends, so a second is added to it. A large budget is worth learning
/// that second: once, the last request of a window is kept until the window has probably ended. If its response shows a new window,
/// later windows end then too; if not, it was still within the budget.
/// </remarks>
internal sealed class Budget
{
    // A stalled probe delays the other requests no longer than this.
    private static readonly TimeSpan s_probePatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_testPatience = TimeSpan.FromMilliseconds(100);

    // The documented window: the API counts requests per minute.
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    // One request of a window is 0.2 % of this budget, and a second is 1.7 % of a minute.
    private const int SmallestTestedLimit = 500;

    private const int DefaultConcurrency = 4;

    /// <summary>The maximum number of requests in flight: 1000 a minute at one second of latency are 17, and a fifth more.</summary>
    private const int MaximumConcurrency = 24;

    private readonly Backoff _backoff;

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

    // Whether windows end when they probably end; null before the test.
    private bool? _isProbableEndTrusted;
    private TimeSpan? _latency;
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

    /// <summary>
    /// How many requests in flight use the budget: rate × latency and a fifth more, between 1 and 24. The default while too little is
    /// known, and at least that while a short list can be read faster from what is left.
    /// </summary>
    public int Concurrency => Limit is { } limit && _latency is { } latency
        ? ConcurrencyFor(limit, latency, Remaining == 0 ? 1 : DefaultConcurrency)
        : DefaultConcurrency;

    /// <summary>How many requests in flight use a known rate limit.</summary>
    public static int ConcurrencyFor(int limit, TimeSpan latency, int least = DefaultConcurrency)
    {
        var needed = Math.Ceiling(1.2 * limit * (latency.TotalSeconds / s_window.TotalSeconds));
        return (int)Math.Min(Math.Max(needed, least), MaximumConcurrency);
    }

    /// <summary>Computes when the next request may be sent; <paramref name="now"/> if at once.</summary>
    /// <param name="now">The time, on the limiter's clock.</param>
    /// <param name="waiting">How many requests are waiting, including the next one.</param>
    /// <param name="maximumWait">The longest time the next request may wait.</param>
    public Opening Next(TimeSpan now, int waiting, TimeSpan maximumWait)
    {
        if (now < _blockedUntil)
        {
            return new Opening(_blockedUntil, "The service asked to wait (429)");
        }

        if (_state == State.Metered && now >= _windowEnd)
        {
            EndWindow();
        }

        if (_state == State.Unmetered || (_state == State.Metered && _remaining > _inFlight))
        {
            return IsTest && _probableEnd is { } probable && now < probable && probable - now <= maximumWait
                ? Test(now, waiting, probable)
                : new Opening(now, null);
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
        var test = now >= _probableEnd && IsTest;
        var probe = _state == State.Unknown || (_state == State.Metered && _remaining <= _inFlight);
        if (probe)
        {
            _probePatienceEnds = now + s_probePatience;
        }

        _inFlight++;
        return new RateLease(now, TimeSpan.Zero, probe, test, _version, _uncounted);
    }

    /// <summary>Records a response.</summary>
    public void Answered(RateLease lease, int status, RateHeaders headers, bool isFromApi, TimeSpan now)
    {
        Release(lease);
        Limit = headers.Limit ?? Limit;
        _latency = Smoothed(_latency, now - lease.AcquiredAt);
        _answeredAt = now;
        if (status == 429)
        {
            _isProbableEndTrusted = false;
            Block(lease, headers, now);
            return;
        }

        _rejections = 0;
        if (headers.Remaining is { } remaining)
        {
            Update(lease, remaining, now, now + headers.UntilReset);
            return;
        }

        // A gateway's error page has no rate headers either.
        _state = lease.IsProbe && isFromApi && _state == State.Unknown ? State.Unmetered : _state;
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
            // Its headers are not about this window, but this window may have counted the request: a sliding one has.
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

        // A later reset means that the window has moved. This response may not count what was answered since its request, or is in flight.
        var isLater = _countedEnd is null || end - _countedEnd > RateHeaders.Rounding;
        var least = isLater ? remaining - (int)(_version - lease.Version) - _inFlight : 0;
        _remaining = isOvertaken ? Math.Max(Math.Min(_remaining, remaining), least) : remaining;
        _countedEnd = isOvertaken && !isLater ? _countedEnd : end;
        if (!isOvertaken || end > _reportedEnd)
        {
            if (!(end - _reportedEnd <= RateHeaders.Rounding))
            {
                // Only the first request of a window leaves all others. If a minute from its response is before the reported
                // end, the window began with it, and its end was rounded up.
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

    /// <summary>Whether the next request tests when the window ends: the last one, in a large budget that is used up again.</summary>
    private bool IsTest =>
        _state == State.Metered && _remaining - _inFlight == 1 && Limit >= SmallestTestedLimit && _windows > 1
        && _isProbableEndTrusted is null && !_isSliding;

    private Opening Test(TimeSpan now, int waiting, TimeSpan probable)
    {
        if (waiting > 1)
        {
            return new Opening(probable, "Rate limit reached");
        }

        // A single request is not kept if no other one follows the responses in flight.
        var last = _answeredAt + s_testPatience;
        return _inFlight > 0 ? new Opening(probable, null) : new Opening(last > now ? last : now, null);
    }

    private static TimeSpan Smoothed(TimeSpan? average, TimeSpan sample) =>
        average is { } known ? known + TimeSpan.FromTicks((sample - known).Ticks / 8) : sample;

    /// <summary>Deducts a request that no header accounts for. Responses still on their way may not account for it either.</summary>
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

    private void EndWindow()
    {
        if (_inFlight == 0 || _remaining <= _inFlight)
        {
            Reset();
            return;
        }

        // What is left of the old window is also left of the new one, so nothing has to stop until its first response.
        _resetVersion = ++_version;
        _windowEnd = _reportedEnd = _probableEnd = _countedEnd = null;
    }

    private void Reset()
    {
        _reportedEnd = _probableEnd = _countedEnd = _probePatienceEnds = null;
        _state = State.Unknown;
        _resetVersion = ++_version;
    }
}
