using System;

namespace Skipcall.Sandboxing;

/// <summary>A window that starts at its first request, and after which all of the budget is back.</summary>
internal sealed class FixedRateWindow : RateWindow
{
    private DateTimeOffset _end = DateTimeOffset.MinValue;
    private int _taken;

    public FixedRateWindow(int limit, TimeSpan length)
        : base(limit, length)
    {
    }

    protected override RateTicket TakeInside(DateTimeOffset now)
    {
        if (now >= _end)
        {
            _end = now + Length;
            _taken = 0;
        }

        var granted = _taken < Limit;
        _taken += granted ? 1 : 0;
        return new RateTicket(granted, Limit, Limit - _taken, _end);
    }
}
