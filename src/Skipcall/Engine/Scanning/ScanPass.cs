using System;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>One reading of a list from its beginning, and the signs that the list moved while it was read.</summary>
internal sealed class ScanPass
{
    // Without a Date header the clocks compared are the service's and this machine's; but a record dated years ahead was not made meanwhile.
    private static readonly TimeSpan s_clocksApart = TimeSpan.FromDays(1);

    private DateTimeOffset _start;
    private long? _firstTotal;
    private bool _totalMoved;
    private bool _createdMeanwhile;
    private long _repeats;

    public long Pages { get; private set; }

    /// <summary>Records on the pages read, those that can't be identified among them.</summary>
    public long Records { get; private set; }

    /// <summary>Records on earlier pages, which were not asked for.</summary>
    public long PassedOver { get; set; }

    /// <summary>Whether all that the service says there is was read or passed over.</summary>
    public bool ReachedTheEnd => PassedOver + Records >= Total;

    /// <summary>The service's last word on how many there are.</summary>
    public long? Total { get; private set; }

    /// <summary>What shows that the list moved; null when nothing does.</summary>
    public string? Sign
    {
        get
        {
            if (_totalMoved)
            {
                return $"the total went from {_firstTotal} to {Total}";
            }

            if (_repeats > 0)
            {
                return $"{_repeats} record{(_repeats == 1 ? "" : "s")} came twice";
            }

            if (_createdMeanwhile)
            {
                return "a record was created meanwhile";
            }

            // Who passes over more than there is has missed nothing.
            var expected = Total - Math.Min(PassedOver, Total ?? 0);
            return Records != expected ? $"{Records} records came of {expected}" : null;
        }
    }

    /// <param name="page">The next page.</param>
    /// <param name="createdAt">When a record was made.</param>
    /// <param name="isKnown">Whether a record was seen before this page.</param>
    public void Observe<T>(Page<T> page, Func<T, DateTimeOffset?> createdAt, Func<T, bool> isKnown)
    {
        if (Pages++ == 0)
        {
            // In whole seconds, as Date has them: a record of the same second counts as made meanwhile, to be safe. Where an
            // earlier reading saw it, it was there before this one: so a list that was added to just now does not seem to move for ever.
            _start = page.AskedAt;
            _firstTotal = page.Total;
        }

        Total = page.Total;
        _totalMoved |= page.Total != _firstTotal;
        Records += page.RecordCount;
        foreach (var item in page.Items)
        {
            _createdMeanwhile |= createdAt(item) is { } time && time >= _start && time <= page.AskedAt + s_clocksApart && !isKnown(item);
        }
    }

    public void ObserveRepeat() => _repeats++;
}
