namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>How the service counts requests.</summary>
internal enum WindowKind
{
    /// <summary>It doesn't.</summary>
    None,

    /// <summary>A window that starts at its first request.</summary>
    Fixed,

    /// <summary>Windows that start by the clock, as every full minute.</summary>
    Aligned,

    /// <summary>Every request leaves on its own.</summary>
    Sliding,
}
