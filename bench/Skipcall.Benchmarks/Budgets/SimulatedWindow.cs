using System;
using System.Collections.Generic;

namespace Skipcall.Benchmarks.Budgets;

/// <summary>The service's side of a rate limit of so many requests a minute.</summary>
internal sealed class SimulatedWindow
{
    private static readonly TimeSpan s_length = TimeSpan.FromMinutes(1);

    private readonly Queue<DateTimeOffset> _granted = new();
    private readonly WindowKind _kind;
    private DateTimeOffset _end = DateTimeOffset.MinValue;

    public SimulatedWindow(WindowKind kind, int limit)
    {
        _kind = kind;
        Limit = limit;
    }

    public int Limit { get; }

    public int Remaining => Limit - _granted.Count;

    /// <summary>When there will be more.</summary>
    public DateTimeOffset Reset => _kind == WindowKind.Sliding ? _granted.Peek() + s_length : _end;

    /// <summary>Counts a request, if there is room for it.</summary>
    public bool Take(DateTimeOffset now)
    {
        if (_kind == WindowKind.Sliding)
        {
            while (_granted.Count > 0 && now >= _granted.Peek() + s_length)
            {
                _granted.Dequeue();
            }
        }
        else if (now >= _end)
        {
            _granted.Clear();
            _end = (_kind == WindowKind.Fixed ? now : now.AddTicks(-(now.Ticks % s_length.Ticks))) + s_length;
        }

        if (_granted.Count == Limit)
        {
            return false;
        }

        _granted.Enqueue(now);
        return true;
    }
}
