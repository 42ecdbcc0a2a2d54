namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>How the service writes Retry-After.</summary>
internal enum RetryAfterStyle
{
    Absent,
    Seconds,
    Date,
}
