namespace Skipcall.Engine.Scanning;

/// <summary>How far a scan goes, and what it promises.</summary>
internal enum ScanMode
{
    /// <summary>One page; where there is more, that is said.</summary>
    OnePage,

    /// <summary>As many records as were asked for.</summary>
    Bounded,

    /// <summary>The whole list, each page written as it comes; drift is noticed and repaired.</summary>
    All,

    /// <summary>The whole list or nothing: written when two readings agreed.</summary>
    Snapshot,
}
