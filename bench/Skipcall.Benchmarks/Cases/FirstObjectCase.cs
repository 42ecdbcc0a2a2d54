using System.Collections.Generic;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>One contact of a long list, and how many requests it cost.</summary>
internal sealed class FirstObjectCase : PowerShellCase
{
    private const int Latency = 100;

    public override string Name => $"First object, {Latency} ms";

    protected override async Task RunAsync(Bench bench, string pwsh)
    {
        // Warm-ups count too: each of them has to cost one request.
        var requests = new List<double>();
        var job = new Job(JobKind.First, bench.BaseUri(Latency), 20_000);
        var samples = await Rounds.MeasureAsync(
            2,
            bench.Rounds(9),
            async () => (await bench.Hosted("floor").RunAsync(job)).Milliseconds,
            async () =>
            {
                await bench.TakeRequestCountAsync();
                var outcome = await bench.InPowerShell("cmdlet").RunAsync(job);
                requests.Add(await bench.TakeRequestCountAsync());
                return outcome.Milliseconds;
            });
        var floor = new ReportRow(Name, "floor, one page", "ms", samples[0]);
        bench.Report.Add(Name, [
            floor,
            new ReportRow(Name, "cmdlet, Select-Object -First 1", "ms", samples[1], floor),
            new ReportRow(Name, "requests that took", "", new Samples(requests)),
        ]);
    }
}
