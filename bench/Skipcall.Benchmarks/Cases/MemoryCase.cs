using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>What a long list costs in memory: what is allocated on the way, and how far the heap grows.</summary>
internal sealed class MemoryCase : IBenchmarkCase
{
    private const double Mega = 1024 * 1024;

    private static readonly int[] s_counts = { 100_000, 1_000_000 };

    public string Name => "Memory";

    public async Task RunAsync(Bench bench)
    {
        var pages = new Job(JobKind.Allocation, bench.BaseUri(0), bench.Contacts(20_000));
        await bench.Hosted("engine").RunAsync(pages);
        var decoded = await bench.Hosted("engine").RunAsync(pages);
        var own = Row("own size of a contact", "bytes", (double)decoded.OwnSize / decoded.Contacts);
        var rows = new List<ReportRow> { own, Row("allocated by the decoder, each contact", "bytes", (double)decoded.Allocated / decoded.Contacts, own) };

        foreach (var way in new[] { "floor", "engine", "cmdlet" })
        {
            foreach (var count in s_counts)
            {
                var job = new Job(JobKind.Memory, bench.BaseUri(0), bench.Contacts(count));
                await bench.Hosted(way).RunAsync(job with { Contacts = bench.Contacts(10_000) });
                var peaks = new List<double>();
                var allocated = new List<double>();
                for (var round = 0; round < bench.Rounds(5); round++)
                {
                    var outcome = await bench.Hosted(way).RunAsync(job);
                    peaks.Add(outcome.PeakHeap / Mega);
                    allocated.Add((double)outcome.Allocated / outcome.Contacts);
                }

                var over = FormattableString.Invariant($"{way}, over {count:#,0}");
                rows.Add(new ReportRow(Name, $"allocated by the {over}, each contact", "bytes", new Samples(allocated), own));
                rows.Add(new ReportRow(Name, $"peak growth of the heap, {over}", "MB", new Samples(peaks)));
            }
        }

        bench.Report.Add(Name, rows);
    }

    private ReportRow Row(string what, string unit, double value, ReportRow? against = null) => new(Name, what, unit, new Samples([value]), against);
}
