namespace Skipcall.Benchmarks.Budgets;

/// <summary>How a service may count requests.</summary>
internal enum WindowKind
{
    /// <summary>A window begins with its first request.</summary>
    Fixed,

    /// <summary>A window begins with the minute.</summary>
    Aligned,

    /// <summary>Each request leaves the window on its own.</summary>
    Sliding,
}
