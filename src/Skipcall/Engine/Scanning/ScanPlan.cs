namespace Skipcall.Engine.Scanning;

/// <summary>How far a scan reads, and what it promises.</summary>
internal enum ScanMode
{
    /// <summary>One page, with a warning if there are more.</summary>
    OnePage,

    /// <summary>A number of records.</summary>
    Bounded,

    /// <summary>The whole list, each page written as it arrives. Drift is detected and repaired.</summary>
    All,

    /// <summary>The whole list or nothing, written after two identical reads.</summary>
    Snapshot,
}

/// <summary>How much of a list to read, and how.</summary>
internal sealed record ScanPlan
{
    public ScanMode Mode { get; init; } = ScanMode.OnePage;

    /// <summary>Records per page, 1 to 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary>The maximum number of requests in flight; null for as many as use the rate limit.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Records to skip at the beginning.</summary>
    public long Skip { get; init; }

    /// <summary>The maximum number of records to write; null for all of them.</summary>
    public long? First { get; init; }

    /// <summary>
    /// Decides after each pass whether to read the list again, given the sign of drift. Each pass then writes all records that it
    /// reads. Null: the list is read again after drift only, for the records that were missed.
    /// </summary>
    public Func<string?, bool>? ReadAgain { get; init; }

    public bool IsOnePage => Mode == ScanMode.OnePage;

    public bool IsSnapshot => Mode == ScanMode.Snapshot;

    /// <summary>Records that are not even read. A snapshot reads everything, and skips when it is written.</summary>
    /// <remarks>Capped, so that a service can compute the page number. No list is that long.</remarks>
    public long UnreadSkip => IsSnapshot ? 0 : Math.Min(Skip, int.MaxValue - PageSize);

    /// <summary>Whether the list can be read again after drift. With a skip, another read would start at another record.</summary>
    public bool CanReadAgain => Skip == 0;
}

/// <summary>The progress of a scan.</summary>
/// <param name="Target">The sequence id or path.</param>
/// <param name="Pass">The number of this read of the list, from 1.</param>
/// <param name="Page">The page just written.</param>
/// <param name="Pages">The number of pages.</param>
/// <param name="Records">Records read in this pass.</param>
/// <param name="Left">The estimated time left; null if unknown.</param>
internal sealed record ScanProgress(string Target, int Pass, long Page, long Pages, long Records, TimeSpan? Left);
