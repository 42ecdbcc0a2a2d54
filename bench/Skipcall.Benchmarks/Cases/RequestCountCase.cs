using System.Collections.Generic;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>How many requests a quiet list costs.</summary>
internal sealed class RequestCountCase : IBenchmarkCase
{
    private static readonly int[] s_counts = { 0, 1, 99, 100, 101, 250, 20_000 };

    public string Name => "Requests for a list";

    public async Task RunAsync(Bench bench)
    {
        var rows = new List<ReportRow>();
        foreach (var count in s_counts)
        {
            await bench.TakeRequestCountAsync();
            await bench.Hosted("cmdlet").RunAsync(new Job(JobKind.Scan, bench.BaseUri(0), count));
            rows.Add(new ReportRow(Name, $"of {count} contacts", "", new Samples([await bench.TakeRequestCountAsync()])));
        }

        bench.Report.Add(Name, rows);
    }
}
