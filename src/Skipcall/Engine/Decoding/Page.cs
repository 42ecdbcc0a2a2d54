using System;
using System.Collections.Generic;

namespace Skipcall.Engine.Decoding;

/// <summary>One page of a list, as the service sent it (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal sealed class Page<T>
{
    // What -All asks for. A list that grows from nothing to that leaves as much behind.
    private const int UsualCount = 100;

    public List<T> Items { get; } = new(UsualCount);

    /// <summary>Records of the page that can not be identified.</summary>
    public List<UnreadableRecord> Unreadable { get; } = new();

    /// <summary>How many records the whole list has (spec: <c>total</c>); null when that was not said or can't be true.</summary>
    public long? Total { get; set; }

    /// <summary>The page's number, from 1 (spec: <c>page</c>).</summary>
    public long? Number { get; set; }

    /// <summary>The most records a page has (spec: <c>limit</c>).</summary>
    public long? Limit { get; set; }

    /// <summary>When the service was asked for it, by its own clock or else by the local one. It read the list no earlier.</summary>
    public DateTimeOffset AskedAt { get; set; }

    public int RecordCount => Items.Count + Unreadable.Count;
}
