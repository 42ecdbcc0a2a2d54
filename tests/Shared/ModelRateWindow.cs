namespace Skipcall.Testing;

/// <summary>The service's side of a rate limit.</summary>
internal sealed class ModelRateWindow(ModelRateWindow.Kind kind, int limit, TimeSpan length)
{
    // When each counted request leaves the window.
    private readonly Queue<DateTimeOffset> _ends = new();

    public enum Kind
    {
        /// <summary>Starts with its first request.</summary>
        Fixed,

        /// <summary>Starts by the clock, such as every full minute.</summary>
        Aligned,

        /// <summary>Each request leaves the window on its own.</summary>
        Sliding,
    }

    public int Limit => limit;

    public Ticket Take(DateTimeOffset now)
    {
        while (_ends.Count > 0 && _ends.Peek() <= now)
        {
            _ends.Dequeue();
        }

        var granted = _ends.Count < limit;
        if (granted)
        {
            _ends.Enqueue(kind switch
            {
                Kind.Sliding => now + length,
                Kind.Aligned => now.AddTicks(length.Ticks - (now.Ticks % length.Ticks)),
                _ => _ends.Count > 0 ? _ends.Peek() : now + length,
            });
        }

        return new Ticket(granted, limit - _ends.Count, _ends.Peek());
    }

    public sealed record Ticket(bool Granted, int Remaining, DateTimeOffset ResetsAt);
}
