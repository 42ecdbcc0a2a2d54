namespace Skipcall.Engine.RateLimiting;

/// <summary>Permission to send one request, returned to the <see cref="RateLimiter"/> when the request is done.</summary>
/// <param name="AcquiredAt">When it was granted, on the limiter's clock.</param>
/// <param name="Waited">How long the rate limit delayed it.</param>
/// <param name="IsProbe">Whether this request finds out the budget of a new window.</param>
/// <param name="IsTest">Whether this request tests where the window ends.</param>
/// <param name="Version">The budget's version at that time. An older version than the budget's means that other responses overtook this one.</param>
/// <param name="Uncounted">How many requests had ended without reporting the budget by then.</param>
internal sealed record RateLease(TimeSpan AcquiredAt, TimeSpan Waited, bool IsProbe, bool IsTest, long Version, long Uncounted);
