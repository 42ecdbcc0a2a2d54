using System;
using System.Collections.Generic;

namespace Skipcall.Engine.Decoding;

/// <summary>One page of a list, as the service sent it (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class Page<T>
{
    // The usual page size, so that the list never grows.
    private const int UsualCount = 100;

    public List<T> Items { get; } = new(UsualCount);

    /// <summary>Records without an id.</summary>
    public List<UnreadableRecord> Unreadable { get; } = new();

    /// <summary>The number of records in the whole list (spec: <c>total</c>); null if missing or impossible.</summary>
    public long? Total { get; set; }

    /// <summary>The page's number, from 1 (spec: <c>page</c>).</summary>
    public long? Number { get; set; }

    /// <summary>The maximum number of records on a page (spec: <c>limit</c>).</summary>
    public long? Limit { get; set; }

    /// <summary>When the page was requested, by the service's clock if known, else by the local clock.</summary>
    public DateTimeOffset AskedAt { get; set; }

    public int RecordCount => Items.Count + Unreadable.Count;

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
