using System;
using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>When the requests of a rate limit window expire.</summary>
internal enum RateWindowKind
{
    /// <summary>All together, one length after the window's first request.</summary>
    Fixed,

    /// <summary>All together, when the clock reaches the next multiple of the length.</summary>
    Aligned,

    /// <summary>Each one length after it was made.</summary>
    Sliding,
}

/// <summary>Counts requests against a limit per window. Times come with the requests.</summary>
internal sealed class RateWindow
{
    private readonly int _limit;
    private readonly TimeSpan _length;
    private readonly RateWindowKind _kind;
    private readonly Queue<DateTimeOffset> _expiries = new();

    public RateWindow(int limit, TimeSpan length, RateWindowKind kind)
    {
        _limit = limit;
        _length = length;
        _kind = kind;
    }

    /// <summary>Counts a request if the limit allows it.</summary>
    /// <returns>Whether it is allowed, how many more are, and when the next ones expire.</returns>
    public (bool Granted, int Remaining, DateTimeOffset ResetsAt) Take(DateTimeOffset now)
    {
        lock (_expiries)
        {
            while (_expiries.Count > 0 && now >= _expiries.Peek())
            {
                _expiries.Dequeue();
            }

            var granted = _expiries.Count < _limit;
            if (granted)
            {
                _expiries.Enqueue(Expiry(now));
            }

            return (granted, _limit - _expiries.Count, _expiries.Peek());
        }
    }

    private DateTimeOffset Expiry(DateTimeOffset now) => _kind switch
    {
        RateWindowKind.Fixed when _expiries.Count > 0 => _expiries.Peek(),
        RateWindowKind.Aligned => now.AddTicks(_length.Ticks - (now.UtcTicks % _length.Ticks)),
        _ => now + _length,
    };
}
