namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>One pass and its signs of drift, derived from the served pages alone.</summary>
internal sealed class Pass
{
    private readonly DateTimeOffset _began;
    private readonly HashSet<string> _atFirst = [];

    private Pass(IReadOnlyList<Exchange> exchanges, Scenario scenario, ModelList list)
    {
        Exchanges = exchanges;
        (Pages, IsWhole) = PagesWanted(exchanges, scenario);
        if (Pages.Count > 0)
        {
            // Without Date, the client's clock counts.
            _began = Pages[0].ReadAt - (scenario.SendsDate ? TimeSpan.Zero : scenario.Skew);
            _atFirst = list.At(Pages[0].Version).Select(row => row.Id).ToHashSet();
        }
    }

    public IReadOnlyList<Exchange> Exchanges { get; }

    /// <summary>In order, up to the last page by its own total.</summary>
    public IReadOnlyList<Exchange> Pages { get; }

    public bool IsWhole { get; }

    public IEnumerable<string> Ids => Pages.SelectMany(page => page.Rows).Select(row => row.Id);

    /// <summary>The newest version read; pages may be read out of order.</summary>
    public int LastVersion => Pages.Max(page => page.Version);

    public bool Moved => Pages.Any(page => page.Version != Pages[0].Version);

    public bool ShowsASign => TotalMoved || HasRepeats || HasTooFew || HasNewRecords;

    private bool TotalMoved => Pages.Any(page => page.Total != Pages[0].Total);

    private bool HasRepeats => Ids.Distinct().Count() != Ids.Count();

    private bool HasTooFew => Ids.Count() < Pages[^1].Total;

    private bool HasNewRecords => Pages.SelectMany(page => page.Rows).Any(row => row.CreatedAt >= _began && !_atFirst.Contains(row.Id));

    /// <summary>A new pass begins when the first page is requested again.</summary>
    public static IReadOnlyList<Pass> Split(IReadOnlyList<Exchange> exchanges, Scenario scenario, ModelList list)
    {
        var passes = new List<Pass>();
        var current = new List<Exchange>();
        foreach (var exchange in exchanges)
        {
            if (exchange.Page == scenario.FirstPage && current.Any(earlier => earlier.IsPage && earlier.Page == scenario.FirstPage))
            {
                passes.Add(new Pass(current, scenario, list));
                current = [];
            }

            current.Add(exchange);
        }

        passes.Add(new Pass(current, scenario, list));
        return passes;
    }

    private static (List<Exchange> Pages, bool IsWhole) PagesWanted(IReadOnlyList<Exchange> exchanges, Scenario scenario)
    {
        var pages = new List<Exchange>();
        var seen = new HashSet<string>();
        var (identical, stale, fresh) = (0, 0, 0);
        for (var number = scenario.FirstPage; ; number++)
        {
            if (exchanges.LastOrDefault(exchange => exchange.IsPage && exchange.Page == number) is not { } page)
            {
                return (pages, false);
            }

            // A pass ends when the service keeps repeating the same rows.
            identical = pages.Count > 0 && page.Rows.Count > 0 && page.Rows.SequenceEqual(pages[^1].Rows) ? identical + 1 : 0;
            stale = page.Rows.Count > 0 && page.Rows.All(row => seen.Contains(row.Id)) ? stale + 1 : 0;
            fresh += stale == 0 ? 1 : 0;
            seen.UnionWith(page.Rows.Select(row => row.Id));
            pages.Add(page);
            if (number * scenario.PageSize >= page.Total || page.Rows.Count == 0 || identical >= 2 || (stale >= 2 && stale >= fresh))
            {
                return (pages, true);
            }
        }
    }
}
