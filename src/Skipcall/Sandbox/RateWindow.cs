namespace Skipcall.Sandboxing;

/// <summary>Counts requests against a limit. They expire together, one window after the first, or each on its own if it slides.</summary>
internal sealed class RateWindow(int limit, TimeSpan length, bool isSliding)
{
    private readonly Queue<DateTimeOffset> _expiries = new();

    /// <summary>Counts a request if the limit allows it.</summary>
    /// <returns>Whether it is allowed, how many more are, and when the next ones expire.</returns>
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
