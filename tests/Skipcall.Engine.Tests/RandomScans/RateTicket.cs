using System;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>What the model's rate limit says to one request.</summary>
internal sealed record RateTicket(bool Granted, int Remaining, DateTimeOffset ResetsAt);
