using System;
using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>A window that every request leaves on its own: the reset is when the oldest one does.</summary>
internal sealed class SlidingRateWindow : RateWindow
{
    private readonly Queue<DateTimeOffset> _taken = new();

    public SlidingRateWindow(int limit, TimeSpan length)
        : base(limit, length)
    {
    }

    protected override RateTicket TakeInside(DateTimeOffset now)
    {
        while (_taken.Count > 0 && now >= _taken.Peek() + Length)
        {
            _taken.Dequeue();
        }

        var granted = _taken.Count < Limit;
        if (granted)
        {
            _taken.Enqueue(now);
        }

        return new RateTicket(granted, Limit, Limit - _taken.Count, _taken.Peek() + Length);
    }
}
