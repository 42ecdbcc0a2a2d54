using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>One page of a sequence.</summary>
/// <param name="Rows">The rows of the page; none past the end.</param>
/// <param name="Total">All rows that the filters let through.</param>
internal sealed record SequencePage(IReadOnlyList<SequenceContact> Rows, int Total);
