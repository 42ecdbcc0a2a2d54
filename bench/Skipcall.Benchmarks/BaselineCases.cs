using Skipcall.Benchmarks.Contenders;
using static Skipcall.Benchmarks.Report;

namespace Skipcall.Benchmarks;

/// <summary>Measures this version and another one alternately in pwsh.</summary>
internal static class BaselineCases
{
    private const double Mega = 1024 * 1024;

    public static readonly IReadOnlyList<(string Name, Func<Bench, string, Task> Run)> All =
    [
        ("60,000 contacts, 0 ms", (bench, name) =>
            RunAsync(bench, name, 30, 151, manifest => ScanAsync(bench, Job.Kinds.Scan, manifest), "ms", "ms of processor time", "MB allocated")),
        ("60,000 contacts of a sandbox", (bench, name) =>
            RunAsync(bench, name, 12, 31, manifest => ScanAsync(bench, Job.Kinds.Sandbox, manifest), "ms", "ms of processor time", "MB allocated")),
        ("60,000 contacts of a sandbox, fresh process", (bench, name) =>
            RunAsync(bench, name, 1, 9, manifest => FreshProcessCases.SandboxAsync(manifest, bench.Contacts(60_000)), "ms", "MB at most")),
        ("fresh process, 10,000 contacts, above an empty shell", (bench, name) =>
            RunAsync(bench, name, 1, 15, manifest => FreshProcessCases.AboveEmptyAsync(bench, manifest), "ms")),
        ("Import-Module, fresh process", (bench, name) =>
            RunAsync(bench, name, 1, 41, async manifest => [await FreshProcessCases.ImportAsync(manifest)], "ms")),
    ];

    private static async Task RunAsync(Bench bench, string name, int warmUps, int rounds, Func<string, Task<double[]>> measure, params string[] units)
    {
        if (bench.Baseline is null)
        {
            return;
        }

        string[] manifests = [bench.Baseline, Repository.Manifest];
        var samples = await Samples.MeasureAsync(
            bench.Rounds(warmUps), bench.Rounds(rounds), manifests.Select(manifest => (Func<Task<double[]>>)(() => measure(manifest))).ToList());
        var rows = new List<Row>();
        for (var i = 0; i < units.Length; i++)
        {
            var other = new Row(bench.BaselineVersion, units[i], samples[0][i]);
            rows.AddRange([other, new Row("this version", units[i], samples[1][i], other)]);
        }

        bench.Report.Add(name, rows);
    }

    private static async Task<double[]> ScanAsync(Bench bench, Job.Kinds kind, string manifest)
    {
        var outcome = await bench.InPowerShell("cmdlet", manifest).RunAsync(new Job(kind, bench.BaseUri(0), bench.Contacts(60_000)));
        return [outcome.Milliseconds, outcome.Processor, outcome.Allocated / Mega];
    }
}
