using System;

namespace Skipcall.Sandboxing;

/// <summary>A limit of requests in a stretch of time. Times are the service's, and come with the requests.</summary>
internal abstract class RateWindow
{
    private readonly object _gate = new();

    protected RateWindow(int limit, TimeSpan length)
    {
        Limit = limit;
        Length = length;
    }

    protected int Limit { get; }

    protected TimeSpan Length { get; }

    /// <summary>The window that the options ask for; null when there is no limit.</summary>
    public static RateWindow? From(SandboxOptions options) => options switch
    {
        { RateLimit: 0 } => null,
        { SlidingWindow: true } => new SlidingRateWindow(options.RateLimit, options.RateWindow),
        _ => new FixedRateWindow(options.RateLimit, options.RateWindow),
    };

    /// <summary>Counts a request, if there is room for it.</summary>
    public RateTicket Take(DateTimeOffset now)
    {
        lock (_gate)
        {
            return TakeInside(now);
        }
    }

    protected abstract RateTicket TakeInside(DateTimeOffset now);
}

/// <summary>What the rate limit says to one request.</summary>
/// <param name="Granted">Whether it is let through.</param>
/// <param name="Limit">Requests a window.</param>
/// <param name="Remaining">Requests that are left after it.</param>
/// <param name="ResetsAt">When there will be more.</param>
internal sealed record RateTicket(bool Granted, int Limit, int Remaining, DateTimeOffset ResetsAt);
