namespace Skipcall.Engine.Tests.RandomScans;

internal enum VerdictKind
{
    /// <summary>The list held still, and all of it was written.</summary>
    Still,

    /// <summary>The list moved, a sign showed, and what was missed was read again.</summary>
    Repaired,

    /// <summary>The list moved and would not hold still: said by name.</summary>
    NamedAsDrift,

    /// <summary>The list moved, and the last reading showed no sign of it.</summary>
    MovedUnseen,

    /// <summary>The service or the way to it failed: said by name.</summary>
    Failed,

    /// <summary>A snapshot that was written.</summary>
    SnapshotWhole,

    /// <summary>A snapshot of a list in which rows came back, which is promised nothing.</summary>
    SnapshotOfReturns,

    /// <summary>A snapshot that was refused, by name: nothing was written.</summary>
    SnapshotNamed,

    /// <summary>A part of the list was asked for, and written.</summary>
    Part,
}
