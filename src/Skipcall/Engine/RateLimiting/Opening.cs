namespace Skipcall.Engine.RateLimiting;

/// <summary>When the next request may be sent.</summary>
/// <param name="At">The time, on the limiter's clock.</param>
/// <param name="Reason">Why it has to wait for the rate limit; null if it doesn't, or waits only for a response.</param>
internal readonly record struct Opening(TimeSpan At, string? Reason);
