namespace Skipcall.Engine.RateLimiting;

/// <summary>The state of the rate limit; null if unknown. Requests in flight are subtracted, and the reset is by the local clock.</summary>
internal readonly record struct RateStatus(int? Limit, int? Remaining, DateTimeOffset? ResetAt);
