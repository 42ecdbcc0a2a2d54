namespace Skipcall.Engine.Http;

/// <summary>Exponential backoff. Jitter only makes waits longer, so no request is sent too early.</summary>
internal sealed class Backoff
{
    private const double JitterShare = 0.25;

    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly Random _random;

    public Backoff(TimeSpan first, TimeSpan longest, int? seed = null)
    {
        _first = first;
        _longest = longest;
        _random = seed is { } value ? new Random(value) : new Random();
    }

    /// <summary>The wait before retry <paramref name="number"/>, from 1.</summary>
    public TimeSpan Wait(int number)
    {
        var plain = Math.Min(_first.TotalSeconds * Math.Pow(2, Math.Min(number - 1, 30)), _longest.TotalSeconds);
        lock (_random)
        {
            return TimeSpan.FromSeconds(plain * (1 + (_random.NextDouble() * JitterShare)));
        }
    }
}
