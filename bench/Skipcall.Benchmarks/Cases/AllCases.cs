using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>The table.</summary>
internal static class AllCases
{
    private static readonly IReadOnlyList<IBenchmarkCase> s_all =
    [
        new RequestCountCase(),
        new ScanCase(latency: 0, contacts: 60_000, rounds: 9),
        new ScanCase(latency: 20, contacts: 20_000, rounds: 5),
        new ScanCase(latency: 100, contacts: 20_000, rounds: 5),
        new ProcessorTimeCase(),
        new FirstObjectCase(),
        new MemoryCase(),
        new ColdStartCase(),
        new ImportCase(),
    ];

    public static async Task RunAsync(Options options)
    {
        using var bench = await Bench.StartAsync(options);
        bench.Report.Start();
        foreach (var benchmark in s_all.Where(each => options.Only is null || each.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
        {
            await benchmark.RunAsync(bench);
        }

        if (options.JsonPath is { } path)
        {
            bench.Report.Save(path);
        }
    }
}
