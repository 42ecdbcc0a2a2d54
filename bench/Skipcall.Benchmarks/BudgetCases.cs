using Skipcall.Benchmarks.Contenders;
using static Skipcall.Benchmarks.Report;

namespace Skipcall.Benchmarks;

/// <summary>The share of 1000 requests a minute used with default settings, over real sockets. Parallel, as scripts mostly wait.</summary>
internal static class BudgetCases
{
    private const int Limit = 1000;

    private static readonly int[] s_latencies = [200, 500, 1000];
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(Bench bench, string name)
    {
        var entries = (from kind in Enum.GetNames<ModelRateWindow.Kind>() from latency in s_latencies select (kind, latency, version: ""))
            .Concat(from latency in s_latencies where bench.Baseline is not null select (kind: "Fixed", latency, version: bench.BaselineVersion))
            .Select(entry => (What: $"{entry.version} {entry.kind.ToLowerInvariant()} window, {entry.latency} ms".Trim(), Name: $"{entry.kind}-{entry.latency}{entry.version}", entry.latency, entry.version))
            .ToList();
        Contender Contender(string what, string version) => bench.InPowerShell("cmdlet", version.Length > 0 ? bench.Baseline : null, what);
        foreach (var (what, _, _, version) in entries)
        {
            // Warmed up one by one, because compiling all at once would take minutes.
            for (var i = 0; i < 4; i++)
            {
                await Contender(what, version).RunAsync(new Job(Job.Kinds.Scan, bench.BaseUri(0), 10_000));
            }
        }

        foreach (var (what, meter, latency, version) in entries)
        {
            _ = Contender(what, version).RunAsync(new Job(Job.Kinds.Scan, bench.BaseUri(latency, meter), 100_000_000, ThrottleLimit: 0));
        }

        // The first minute finds the limit and the latency.
        await Task.Delay(bench.Rounds(5) * s_window + TimeSpan.FromSeconds(15));
        var rows = new List<Row>();
        foreach (var (what, meter, _, _) in entries)
        {
            var metered = await bench.ReadMeterAsync(meter);
            rows.Add(new Row(what, "%", new Samples(Shares(metered.Granted).ToList())));
            rows.Add(new Row(what + ", answers 429", "", new Samples(metered.Refused)));
        }

        bench.Report.Add(name, rows);
    }

    /// <summary>The share of each whole window from the second on, or of the whole run if it was too slow for that.</summary>
    private static IEnumerable<double> Shares(DateTimeOffset[] granted)
    {
        var windows = (granted.Length - 1) / Limit;
        return windows >= 2
            ? Enumerable.Range(1, windows - 1).Select(i => 100 * (s_window / (granted[(i + 1) * Limit] - granted[i * Limit])))
            : [100.0 * (granted.Length - 1) / Limit / ((granted[^1] - granted[0]) / s_window)];
    }
}
