using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>One read of a list from the beginning, with the signs that the list changed in the meantime.</summary>
internal sealed class ScanPass
{
    // Without a Date header, the service's clock is compared with the local one. A record dated years ahead is not new.
    private static readonly TimeSpan s_maximumSkew = TimeSpan.FromDays(1);

    private const int MaximumStale = 2;

    // Limits how far a list may grow beyond its first total, so that every read ends.
    private const int MaximumGrowth = 10;
    private const int MaximumExtraPages = 1000;
    private const int MaximumExpected = 100_000_000;

    private DateTimeOffset _start;
    private bool _totalMoved;
    private bool _createdMeanwhile;
    private int _identicalPages;
    private int _stalePages;
    private int _freshPages;

    public long Pages { get; private set; }

    public long Repeats { get; private set; }

    /// <summary>How a page contradicts the request or itself; null if it doesn't.</summary>
    public string? Contradiction { get; private set; }

    /// <summary>Records on the pages read, including those without an id.</summary>
    public long Records { get; private set; }

    /// <summary>Records on earlier pages, which were not requested.</summary>
    public long Skipped { get; set; }

    public bool ReachedTheEnd => Skipped + Records >= Total;

    /// <summary>Whether the service keeps sending the same records, as some do after the last page.</summary>
    public bool IsStuck => _identicalPages >= MaximumStale || (_stalePages >= MaximumStale && _stalePages >= _freshPages);

    /// <summary>The number of records in the list, as first reported.</summary>
    public long? FirstTotal { get; private set; }

    /// <summary>The number of records in the list, as last reported.</summary>
    public long? Total { get; private set; }

    /// <summary>A sign that the list changed; null if there is none.</summary>
    public string? Sign
    {
        get
        {
            if (_totalMoved)
            {
                return FirstTotal == Total ? "the total changed, and changed back" : $"the total changed from {FirstTotal} to {Total}";
            }

            if (Repeats > 0)
            {
                return $"{Repeats} record{(Repeats == 1 ? "" : "s")} appeared twice";
            }

            if (_createdMeanwhile)
            {
                return "a record was added";
            }

            if (Contradiction is not null)
            {
                return Contradiction;
            }

            var expected = Total - Math.Min(Skipped, Total ?? 0);
            return Records != expected ? $"{Records} of {expected} records were returned" : null;
        }
    }

    /// <summary>Whether the service sends far more pages than the first total needs, possibly without end.</summary>
    public bool IsEndless(int pageSize) =>
        Pages > MaximumExtraPages + (MaximumGrowth * Math.Min(FirstTotal ?? 0, MaximumExpected) / pageSize);

    /// <summary>Records the next page. A known record was seen before this page.</summary>
    public void Observe<T>(Page<T> page, Func<T, DateTimeOffset?> createdAt, Func<T, bool> isKnown)
    {
        if (Pages++ == 0)
        {
            // Date has one-second resolution, so a record from the starting second counts as new unless an earlier pass saw it.
            _start = page.RequestedAt;
            FirstTotal = page.Total;
        }

        Total = page.Total;
        _totalMoved |= page.Total != FirstTotal;
        Records += page.RecordCount;
        foreach (var item in page.Items)
        {
            _createdMeanwhile |= createdAt(item) is { } time && time >= _start && time <= page.RequestedAt + s_maximumSkew && !isKnown(item);
        }
    }

    /// <summary>Records whether the page equals the previous one, and whether all its records were seen before.</summary>
    public void ObserveContent(bool isIdentical, bool isStale)
    {
        _identicalPages = isIdentical ? _identicalPages + 1 : 0;
        _stalePages = isStale ? _stalePages + 1 : 0;
        _freshPages += isStale ? 0 : 1;
    }

    public void ObserveRepeat() => Repeats++;

    public void ObserveContradiction(string? contradiction) => Contradiction ??= contradiction;
}
