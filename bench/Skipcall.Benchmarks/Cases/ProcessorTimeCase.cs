using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>What a scan costs the processor: steadier than the time it takes where other work shares the machine.</summary>
internal sealed class ProcessorTimeCase : IBenchmarkCase
{
    private static readonly string[] s_ways = { "floor", "engine", "cmdlet" };

    public string Name => "Processor time, 60,000 contacts, 0 ms";

    public async Task RunAsync(Bench bench)
    {
        var job = new Job(JobKind.Scan, bench.BaseUri(0), bench.Contacts(60_000));
        var samples = await Rounds.MeasureAsync(
            2,
            bench.Rounds(9),
            s_ways.Select(way => (Func<Task<double>>)(async () => (await bench.Hosted(way).RunAsync(job)).Processor)).ToList());
        var rows = new List<ReportRow>();
        foreach (var (way, values) in s_ways.Zip(samples))
        {
            rows.Add(new ReportRow(Name, $"{way}, 4 at once", "ms", values, rows.FirstOrDefault()));
        }

        bench.Report.Add(Name, rows);
    }
}
