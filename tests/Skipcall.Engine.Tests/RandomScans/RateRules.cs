using System;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>The model service's rate limit.</summary>
internal sealed record RateRules(WindowKind Window, int Limit, TimeSpan Length, RateHeaderStyle Headers, RetryAfterStyle RetryAfter);
