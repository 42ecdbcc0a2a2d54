using System;

namespace Skipcall.Engine.RateLimiting;

/// <summary>Leave to send one request, given by a <see cref="RateLimiter"/> and given back when the request is over.</summary>
/// <param name="AdmittedAt">When it was given, on the gate's clock.</param>
/// <param name="Waited">How long the rate limit held it up.</param>
/// <param name="IsProbe">Whether it is the one request that finds out what a new window allows.</param>
/// <param name="News">How much was known of the budget by then: tells an answer that others have overtaken from one that knows all.</param>
/// <param name="Untold">How many requests had ended by then without a word of the budget.</param>
internal sealed record RateLease(TimeSpan AdmittedAt, TimeSpan Waited, bool IsProbe, long News, long Untold);
