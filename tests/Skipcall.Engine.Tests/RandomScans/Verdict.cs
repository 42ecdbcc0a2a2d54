namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>What became of a scan that kept its promises.</summary>
/// <param name="Kind">In a word.</param>
/// <param name="Lost">Records that stayed in the list throughout, and were not written.</param>
internal sealed record Verdict(VerdictKind Kind, int Lost = 0);
