using System;

namespace Skipcall.Engine.RateLimiting;

/// <summary>The rate limit as it stands: requests a window, requests left, and when the window ends; null where unknown.</summary>
internal readonly record struct RateStatus(int? Limit, int? Remaining, DateTimeOffset? ResetAt);
