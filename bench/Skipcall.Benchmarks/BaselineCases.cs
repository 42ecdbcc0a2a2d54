using Skipcall.Benchmarks.Contenders;
using static Skipcall.Benchmarks.Report;

namespace Skipcall.Benchmarks;

/// <summary>Measures this version and another one alternately in pwsh.</summary>
internal static class BaselineCases
{
    private const double Mega = 1024 * 1024;

    public static async Task RunAsync(Bench bench, string name)
    {
        if (bench.Baseline is null)
        {
            return;
        }

        var scan = new Job(Job.Kinds.Scan, bench.BaseUri(0), bench.Contacts(60_000));
        await AddAsync("60,000 contacts, 0 ms", 12, 9, manifest => RunAsync(bench, scan, manifest), "ms", "ms of processor time", "MB allocated");
        await AddAsync("60,000 contacts of a sandbox", 4, 9, manifest => RunAsync(bench, scan with { Kind = Job.Kinds.Sandbox }, manifest), "ms", "ms of processor time", "MB allocated");
        await AddAsync("60,000 contacts of a sandbox, fresh process", 1, 9, manifest => FreshProcessCases.SandboxAsync(manifest, scan.Contacts), "ms", "MB at most");
        await AddAsync("fresh process, 10,000 contacts, above an empty shell", 1, 15, manifest => FreshProcessCases.AboveEmptyAsync(bench, manifest), "ms");
        await AddAsync("Import-Module, fresh process", 1, 15, async manifest => [await FreshProcessCases.ImportAsync(manifest)], "ms");

        async Task AddAsync(string what, int warmUps, int rounds, Func<string, Task<double[]>> measure, params string[] units)
        {
            string[] manifests = [bench.Baseline, Repository.Manifest];
            var samples = manifests.Select(_ => units.Select(_ => new List<double>()).ToArray()).ToArray();
            for (var round = -bench.Rounds(warmUps); round < bench.Rounds(rounds); round++)
            {
                foreach (var (manifest, lists) in manifests.Zip(samples))
                {
                    foreach (var (value, list) in (await measure(manifest)).Zip(lists).Where(_ => round >= 0))
                    {
                        list.Add(value);
                    }
                }
            }

            var rows = new List<Row>();
            for (var i = 0; i < units.Length; i++)
            {
                var other = new Row(bench.BaselineVersion, units[i], new Samples(samples[0][i]));
                rows.AddRange([other, new Row("this version", units[i], new Samples(samples[1][i]), other)]);
            }

            bench.Report.Add($"{name}: {what}", rows);
        }
    }

    private static async Task<double[]> RunAsync(Bench bench, Job job, string manifest)
    {
        var outcome = await bench.InPowerShell("cmdlet", manifest).RunAsync(job);
        return [outcome.Milliseconds, outcome.Processor, outcome.Allocated / Mega];
    }
}
