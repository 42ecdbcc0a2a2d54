namespace Skipcall.Engine.RateLimiting;

/// <summary>The state of the rate limit; null where unknown.</summary>
/// <param name="Limit">Requests per window.</param>
/// <param name="Remaining">Requests left in this window, less those in flight.</param>
/// <param name="ResetAt">When the window ends, by the local clock.</param>
internal readonly record struct RateStatus(int? Limit, int? Remaining, DateTimeOffset? ResetAt);
