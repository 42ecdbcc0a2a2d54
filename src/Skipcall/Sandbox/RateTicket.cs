using System;

namespace Skipcall.Sandboxing;

/// <summary>What the rate limit says to one request.</summary>
/// <param name="Granted">Whether it is let through.</param>
/// <param name="Limit">Requests a window.</param>
/// <param name="Remaining">Requests that are left after it.</param>
/// <param name="ResetsAt">When there will be more.</param>
internal sealed record RateTicket(bool Granted, int Limit, int Remaining, DateTimeOffset ResetsAt);
