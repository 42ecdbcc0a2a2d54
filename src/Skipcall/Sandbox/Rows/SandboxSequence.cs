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

    /// <summary>The rows of a page that carry the tag and the status; a filter that is null lets everything through.</summary>
    public abstract SequencePage Page(string? tag, string? status, int page, int limit);

    /// <summary>Where a page begins; it may be far past the last row.</summary>
    protected static long First(int page, int limit) => ((long)page - 1) * limit;
}

/// <summary>One page of a sequence.</summary>
/// <param name="Rows">The rows of the page; none past the end.</param>
/// <param name="Total">All rows that the filters let through.</param>
internal sealed record SequencePage(IReadOnlyList<SequenceContact> Rows, int Total);
