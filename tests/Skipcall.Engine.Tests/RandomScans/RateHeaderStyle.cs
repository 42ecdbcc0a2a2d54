namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>How the service writes X-RateLimit-Reset.</summary>
internal enum RateHeaderStyle
{
    UnixSecondsRoundedDown,
    UnixSecondsRoundedUp,
    UnixMilliseconds,
    DeltaSeconds,

    /// <summary>No rate headers at all.</summary>
    Absent,

    /// <summary>A window that was over long ago.</summary>
    Stale,
}
