namespace Skipcall.Engine.Scanning;

/// <summary>How much of a list a scan reads, and what it guarantees.</summary>
internal enum ScanMode
{
    /// <summary>One page, with a warning if there are more.</summary>
    OnePage,

    /// <summary>A given number of records.</summary>
    Bounded,

    /// <summary>The whole list. Each page is written as it arrives; drift is detected and repaired.</summary>
    All,

    /// <summary>The whole list or nothing, written after two identical reads.</summary>
    Snapshot,
}

internal sealed record ScanOptions
{
    public ScanMode Mode { get; init; } = ScanMode.OnePage;

    /// <summary>Records per page, 1 to 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The maximum number of requests in flight; null for as many as the rate limit can use.</summary>
    public int? ThrottleLimit { get; init; }

    public long Skip { get; init; }

    /// <summary>The maximum number of records to write; null for all of them.</summary>
    public long? First { get; init; }

    /// <summary>
    /// Decides after each pass, given the sign of drift, whether to read the list again; each pass then writes all its records. If null,
    /// the list is read again only after drift, for the missed records.
    /// </summary>
    public Func<string?, bool>? ReadAgain { get; init; }

    public bool IsOnePage => Mode == ScanMode.OnePage;

    public bool IsSnapshot => Mode == ScanMode.Snapshot;

    /// <summary>The number of records not even read. A snapshot reads them and skips when writing. Capped, so that the page number is valid.</summary>
    public long UnreadSkip => IsSnapshot ? 0 : Math.Min(Skip, int.MaxValue - PageSize);

    /// <summary>Whether the list can be read again after drift. With a skip, another pass would start at another record.</summary>
    public bool CanReadAgain => Skip == 0;
}

/// <summary>The progress of a scan: its target (sequence id or path), pass and page from 1, and records read in this pass.</summary>
internal sealed record ScanProgress(string Target, int Pass, long Page, long Pages, long Records, TimeSpan? Left);
