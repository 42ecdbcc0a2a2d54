namespace Skipcall.Engine.Decoding;

/// <summary>One page of a list, as the service sent it (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
internal sealed class Page<T>
{
    private const int UsualCount = 100;

    public List<T> Items { get; } = new(UsualCount);

    public List<UnreadableRecord> Unreadable { get; } = new();

    /// <summary>The number of records in the whole list (spec: <c>total</c>); null if missing or impossible.</summary>
    public long? Total { get; set; }

    /// <summary>The page's number, from 1 (spec: <c>page</c>).</summary>
    public long? Number { get; set; }

    /// <summary>The maximum number of records on a page (spec: <c>limit</c>).</summary>
    public long? Limit { get; set; }

    /// <summary>The number of pages of the whole list (spec: <c>totalPages</c>).</summary>
    public long? TotalPages { get; set; }

    /// <summary>Time that the response spent in a cache (<c>Age</c>).</summary>
    public TimeSpan Age { get; set; }

    /// <summary>Equal on two pages only if they have the same records.</summary>
    public ulong Fingerprint { get; set; }

    /// <summary>When the page was requested, by the service's clock if known, otherwise by the local clock.</summary>
    public DateTimeOffset RequestedAt { get; set; }

    public int RecordCount => Items.Count + Unreadable.Count;

    /// <summary>How the page contradicts the request or itself; null if it doesn't.</summary>
    public string? FindContradiction(long number, int pageSize)
    {
        if (Age > TimeSpan.Zero)
        {
            return $"page {number} came from a cache ({Age.TotalSeconds:0} s old)";
        }

        if (RecordCount > pageSize)
        {
            return $"page {number} has {RecordCount} records instead of {pageSize}";
        }

        if (((number - 1) * pageSize) + RecordCount > Total && RecordCount > 0)
        {
            return $"page {number} has records beyond the total of {Total}";
        }

        return Total is { } total && TotalPages is { } pages && !Fits(pageSize) && !Fits(Limit ?? pageSize)
            ? $"the service reports {pages} pages for {total} records"
            : null;

        bool Fits(long size) => size > 0 && pages == (total / size) + (total % size == 0 ? 0 : 1) || (total == 0 && pages <= 1);
    }

    /// <summary>Removes the first records, readable or not.</summary>
    public void RemoveFirst(long count)
    {
        if (count > 0)
        {
            var unreadable = Unreadable.RemoveAll(record => record.Index < count);
            Items.RemoveRange(0, (int)Math.Min(count - unreadable, Items.Count));
        }
    }
}
