using System;
using System.Collections.Generic;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Counts requests as the rules say.</summary>
internal sealed class RateMeter(RateRules rules)
{
    // When each counted request drops out of the count.
    private readonly Queue<DateTimeOffset> _ends = new();

    public RateTicket? Take(DateTimeOffset now)
    {
        if (rules.Window == WindowKind.None)
        {
            return null;
        }

        while (_ends.Count > 0 && _ends.Peek() <= now)
        {
            _ends.Dequeue();
        }

        var granted = _ends.Count < rules.Limit;
        if (granted)
        {
            _ends.Enqueue(rules.Window switch
            {
                WindowKind.Sliding => now + rules.Length,
                WindowKind.Aligned => now.AddTicks(rules.Length.Ticks - (now.Ticks % rules.Length.Ticks)),
                _ => _ends.Count > 0 ? _ends.Peek() : now + rules.Length,
            });
        }

        return new RateTicket(granted, rules.Limit - _ends.Count, _ends.Peek());
    }
}
