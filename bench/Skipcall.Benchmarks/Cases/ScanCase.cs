using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>A whole list, read by all contenders in turns.</summary>
internal sealed class ScanCase : IBenchmarkCase
{
    private const int WarmUps = 12;

    private static readonly int[] s_throttleLimits = { 1, 4, 8 };

    private readonly int _latency;
    private readonly int _contacts;
    private readonly int _rounds;

    public ScanCase(int latency, int contacts, int rounds)
    {
        _latency = latency;
        _contacts = contacts;
        _rounds = rounds;
    }

    public string Name => FormattableString.Invariant($"{_contacts:#,0} contacts, {_latency} ms");

    public async Task RunAsync(Bench bench)
    {
        var entries = Entries(bench).ToList();
        await WarmUpAsync(bench, entries);
        var samples = await Rounds.MeasureAsync(0, bench.Rounds(_rounds), entries.Select(entry => (Func<Task<double>>)(() => MeasureAsync(entry))).ToList());

        var rows = new List<ReportRow>();
        foreach (var (entry, values) in entries.Zip(samples))
        {
            rows.Add(new ReportRow(Name, entry.What, "ms", values, rows.Find(row => row.What == entry.Against)));
        }

        bench.Report.Add(Name, rows);
        if (PowerShellProgram.Path is null)
        {
            bench.Report.Note("There is no pwsh on this machine: no comparison with Invoke-RestMethod.");
        }
    }

    private IEnumerable<Entry> Entries(Bench bench)
    {
        var job = new Job(JobKind.Scan, bench.BaseUri(_latency), bench.Contacts(_contacts));
        foreach (var limit in s_throttleLimits)
        {
            yield return new Entry($"floor, {limit} at once", bench.Hosted("floor"), job with { ThrottleLimit = limit }, null);
        }

        yield return new Entry("engine alone, 4 at once", bench.Hosted("engine"), job, "floor, 4 at once");
        foreach (var limit in s_throttleLimits)
        {
            yield return new Entry($"cmdlet, -ThrottleLimit {limit}", bench.Hosted("cmdlet"), job with { ThrottleLimit = limit }, $"floor, {limit} at once");
        }

        if (PowerShellProgram.Path is not null)
        {
            const string InPwsh = "cmdlet in pwsh, default settings";
            yield return new Entry(InPwsh, bench.InPowerShell("cmdlet"), job, "floor, 4 at once");
            yield return new Entry("Invoke-SkipcallApi in pwsh, default settings", bench.InPowerShell("api"), job, InPwsh);
            yield return new Entry("Invoke-RestMethod in pwsh, 100 a page", bench.InPowerShell("by hand"), job, InPwsh);
            yield return new Entry("Invoke-RestMethod in pwsh, 50 a page", bench.InPowerShell("by hand"), job with { PageSize = 50 }, InPwsh);
        }
    }

    /// <summary>Until the just-in-time compiler has done what it will do; without latency, which teaches it nothing.</summary>
    private static async Task WarmUpAsync(Bench bench, List<Entry> entries)
    {
        foreach (var entry in entries)
        {
            for (var i = 0; i < bench.Rounds(WarmUps); i++)
            {
                await MeasureAsync(entry with { Job = entry.Job with { BaseUri = bench.BaseUri(0), Contacts = bench.Contacts(10_000) } });
            }
        }
    }

    private static async Task<double> MeasureAsync(Entry entry) => (await entry.Contender.RunAsync(entry.Job)).Milliseconds;

    private sealed record Entry(string What, Contender Contender, Job Job, string? Against);
}
