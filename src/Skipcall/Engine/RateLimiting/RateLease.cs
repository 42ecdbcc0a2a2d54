namespace Skipcall.Engine.RateLimiting;

/// <summary>Permission to send one request, returned to the <see cref="RateLimiter"/> when the request is done.</summary>
/// <param name="AcquiredAt">When it was granted, on the limiter's clock.</param>
/// <param name="Waited">How long the request waited for the rate limit.</param>
/// <param name="IsProbe">Whether its response reports the budget of a new window.</param>
/// <param name="IsTest">Whether it tests when the window ends.</param>
/// <param name="Version">The version of the budget when granted. If it is older than the current one, other responses arrived first.</param>
/// <param name="Uncounted">The number of uncounted requests when granted.</param>
internal sealed record RateLease(TimeSpan AcquiredAt, TimeSpan Waited, bool IsProbe, bool IsTest, long Version, long Uncounted);
