using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>The rows of one sequence.</summary>
internal abstract class SandboxSequence
{
    protected SandboxSequence(string id) => Id = id;

    public string Id { get; }

    public abstract int Count { get; }

    /// <summary>Whether to look for fields beside the documented ones, which costs a dictionary an object.</summary>
    public abstract bool MayHoldAdditionalProperties { get; }

    /// <summary>The tags that its rows may carry.</summary>
    public abstract IEnumerable<Tag> Tags { get; }

    /// <summary>The rows of a page that carry the tag and the status; a filter that is null lets everything through.</summary>
    public abstract SequencePage Page(string? tag, string? status, PageRequest page);

    /// <summary>Some of the calls of all rows, in the order of the rows, and how many there are.</summary>
    public abstract CallPage Calls(long skip, int take);

    /// <summary>The call of an id; null when none of the rows has it.</summary>
    public abstract PlacedCall? FindCall(string id);
}

/// <summary>One page of a sequence.</summary>
/// <param name="Rows">The rows of the page; none past the end.</param>
/// <param name="Total">All rows that the filters let through.</param>
internal sealed record SequencePage(IReadOnlyList<SequenceContact> Rows, int Total);

/// <summary>A call, and the row it was made for.</summary>
internal sealed record PlacedCall(SequenceContact Row, Call Call);

/// <summary>Some of the calls there are.</summary>
/// <param name="Calls">Those that were asked for.</param>
/// <param name="Total">How many there are in all.</param>
internal sealed record CallPage(IReadOnlyList<PlacedCall> Calls, int Total);
