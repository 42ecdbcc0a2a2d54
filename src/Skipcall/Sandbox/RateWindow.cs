namespace Skipcall.Sandboxing;

/// <summary>Counts requests against a limit. They expire one window after the first request, or separately in a sliding window.</summary>
internal sealed class RateWindow(int limit, TimeSpan length, bool isSliding)
{
    private readonly Queue<DateTimeOffset> _expiries = new();

    /// <summary>Counts a request if the limit allows it. Returns how many more are allowed, and when the next ones expire.</summary>
    public (bool Granted, int Remaining, DateTimeOffset ResetsAt) Take(DateTimeOffset now)
    {
        lock (_expiries)
        {
            while (_expiries.Count > 0 && now >= _expiries.Peek())
            {
                _expiries.Dequeue();
            }

            var granted = _expiries.Count < limit;
            if (granted)
            {
                _expiries.Enqueue(isSliding || _expiries.Count == 0 ? now + length : _expiries.Peek());
            }

            return (granted, limit - _expiries.Count, _expiries.Peek());
        }
    }
}
