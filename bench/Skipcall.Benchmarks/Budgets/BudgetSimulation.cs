using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Skipcall.Benchmarks.Budgets;

/// <summary>Clients who know nothing of each other, on one key, on a clock that jumps from one event to the next.</summary>
internal sealed class BudgetSimulation
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    // Somewhere in a minute, for windows that begin with it, and somewhere in a second, for what is told in whole ones.
    private static readonly TimeSpan s_begin = TimeSpan.FromSeconds(20.3);

    public required WindowKind Window { get; init; }

    public required int Limit { get; init; }

    public required TimeSpan Latency { get; init; }

    public required int Pages { get; init; }

    public int Clients { get; init; } = 1;

    public int ThrottleLimit { get; init; } = 4;

    public BudgetResult Run()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero) + s_begin);
        var service = new SimulatedService(clock, new SimulatedWindow(Window, Limit), Latency);
        var times = clock.Run(() => Task.WhenAll(Enumerable.Range(0, Clients)
            .Select(seed => SimulatedClient.ReadAsync(service, clock, Pages, ThrottleLimit, seed)).ToList()));
        var slowest = times.Max();
        return new BudgetResult(
            Share(service.Granted),
            slowest / LeastTime(),
            slowest - LeastTime(),
            service.Refused,
            (double)service.Refused / (service.Refused + service.Granted.Count),
            slowest / times.Min());
    }

    /// <summary>What nobody can beat: what the limit allows in each window, at the pace that the latency allows.</summary>
    private TimeSpan LeastTime()
    {
        double left = Pages * Clients;
        var pace = ThrottleLimit * Clients / Latency.TotalSeconds;
        var start = TimeSpan.Zero;

        // The first minute of an aligned window is not a whole one here.
        var window = Window == WindowKind.Aligned ? s_window - s_begin : s_window;
        while (left > Math.Min(Limit, pace * window.TotalSeconds))
        {
            left -= Math.Min(Limit, pace * window.TotalSeconds);
            start += window;
            window = s_window;
        }

        return start + TimeSpan.FromSeconds(Math.Ceiling(left / (ThrottleLimit * Clients)) * Latency.TotalSeconds);
    }

    /// <summary>
    /// The share of what the limit allows, from the second window on, when all has settled, to the last one that was begun; null
    /// where there are not so many.
    /// </summary>
    private double? Share(List<DateTimeOffset> granted)
    {
        var windows = (granted.Count - 1) / Limit;
        return windows < 2 ? null : (windows - 1) / ((granted[windows * Limit] - granted[Limit]) / s_window);
    }
}
