using System.Globalization;
using System.Runtime.InteropServices;

namespace Skipcall.Benchmarks;

internal sealed class Report
{
    private static readonly string s_machine = string.Format(
        CultureInfo.InvariantCulture,
        "{0} cores, {1:0} GB of memory, {2}, {3} {4}, server garbage collector: {5}",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9,
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture,
        System.Runtime.GCSettings.IsServerGC ? "yes" : "no");

    public Report() => Console.WriteLine(s_machine);

    public void Add(string caseName, params IReadOnlyList<Row> rows)
    {
        Console.WriteLine($"\n### {caseName}\n\n| what | median | least to most | times | at best | against |");
        Console.WriteLine("|---|---:|---:|---:|---:|---|");
        foreach (var row in rows)
        {
            var samples = row.Samples;
            var spread = samples.Values.Count == 1 ? "" : $"{Number(samples.Least)} to {Number(samples.Most)}";
            Console.WriteLine($"| {row.What} | {Number(samples.Median)} {row.Unit} | {spread} | {Times(row.Ratio)} | {Times(row.BestRatio)} | {row.Against?.What} |");
        }
    }

    private static string Times(double? ratio) => ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 100 ? "0.##" : "#,0", CultureInfo.InvariantCulture);

    internal sealed record Row(string What, string Unit, Samples Samples, Row? Against = null)
    {
        /// <summary>The median of the ratios to the other row, round by round.</summary>
        public double? Ratio => Against is null ? null : Samples.RatioTo(Against.Samples);

        /// <summary>The ratio of the best rounds, because other work on the machine only slows a round down.</summary>
        public double? BestRatio => Against is null ? null : Samples.Least / Against.Samples.Least;
    }
}

internal sealed record Samples(params IReadOnlyList<double> Values)
{
    public double Median => MedianOf(Values);

    public double Least => Values.Min();

    public double Most => Values.Max();

    /// <summary>Measures in turn, so that other work on the machine affects all alike.</summary>
    public static async Task<IReadOnlyList<Samples>> MeasureAsync(int warmUps, int rounds, params IReadOnlyList<Func<Task<double>>> measures)
    {
        var samples = await MeasureAsync(warmUps, rounds, measures.Select(static measure => (Func<Task<double[]>>)(async () => [await measure()])).ToList());
        return samples.Select(static each => each[0]).ToList();
    }

    /// <summary>Measures several values at once. Returns the samples of each program, one per value.</summary>
    public static async Task<IReadOnlyList<Samples[]>> MeasureAsync(int warmUps, int rounds, IReadOnlyList<Func<Task<double[]>>> measures)
    {
        var values = measures.Select(static _ => new List<double[]>()).ToList();
        for (var round = 0; round < warmUps + rounds; round++)
        {
            for (var turn = 0; turn < measures.Count; turn++)
            {
                // Each program goes first in turn.
                var i = (round + turn) % measures.Count;
                var measured = await measures[i]();
                if (round >= warmUps)
                {
                    values[i].Add(measured);
                }
            }
        }

        return values.Select(static rounds => rounds[0].Select((_, unit) => new Samples(rounds.Select(measured => measured[unit]).ToList())).ToArray()).ToList();
    }

    public double RatioTo(Samples other) => MedianOf(Values.Zip(other.Values, static (own, its) => own / its).ToList());

    private static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
