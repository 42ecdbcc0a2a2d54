namespace Skipcall.Sandboxing;

/// <summary>Counts requests against a limit. They expire together, one window after the first, or each on its own if it slides.</summary>
internal sealed class RateWindow
{
    private readonly int _limit;
    private readonly TimeSpan _length;
    private readonly bool _isSliding;
    private readonly Queue<DateTimeOffset> _expiries = new();

    public RateWindow(int limit, TimeSpan length, bool isSliding)
    {
        _limit = limit;
        _length = length;
        _isSliding = isSliding;
    }

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

            var granted = _expiries.Count < _limit;
            if (granted)
            {
                _expiries.Enqueue(_isSliding || _expiries.Count == 0 ? now + _length : _expiries.Peek());
            }

            return (granted, _limit - _expiries.Count, _expiries.Peek());
        }
    }
}
