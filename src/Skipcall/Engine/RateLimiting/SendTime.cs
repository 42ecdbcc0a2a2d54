namespace Skipcall.Engine.RateLimiting;

/// <summary>When the next request may be sent, on the limiter's clock. The reason is null unless it waits for the rate limit.</summary>
internal readonly record struct SendTime(TimeSpan At, string? Reason);
