namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>What happens to a list.</summary>
internal enum MoveKind
{
    /// <summary>A row that was never there before.</summary>
    Insert,

    Delete,

    /// <summary>Two rows change places.</summary>
    Swap,

    /// <summary>All rows from a place on are turned round.</summary>
    Reverse,

    /// <summary>The row that was deleted last is there again, as when it fits a filter again.</summary>
    ComeBack,
}
