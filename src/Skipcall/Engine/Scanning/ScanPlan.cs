namespace Skipcall.Engine.Scanning;

/// <summary>How much of a list to read, and how.</summary>
internal sealed record ScanPlan
{
    public ScanMode Mode { get; init; } = ScanMode.OnePage;

    /// <summary>Records a page, 1 to 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The most pages asked for at the same time.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Records to pass over at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>The most records to write; null for all of them.</summary>
    public long? First { get; init; }
}
