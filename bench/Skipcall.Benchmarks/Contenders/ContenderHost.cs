using System;
using System.Diagnostics;
using System.Text.Json;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>The inside of a contender's process: does the jobs it reads, one a line, and measures them.</summary>
internal static class ContenderHost
{
    public static async Task<int> RunAsync(string name)
    {
        IContender contender = name switch
        {
            "floor" => new FloorContender(),
            "engine" => new EngineContender(),
            "cmdlet" => new CmdletContender(),
            _ => throw new ArgumentException($"No contender is called {name}."),
        };
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var outcome = await MeasureAsync(contender, JsonSerializer.Deserialize<Job>(line)!);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(outcome));
        }

        return 0;
    }

    private static async Task<Outcome> MeasureAsync(IContender contender, Job job)
    {
        if (job.Kind == JobKind.Allocation)
        {
            return await DecoderAllocation.MeasureAsync(job);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var heap = job.Kind == JobKind.Memory ? new HeapWatch() : null;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var contacts = await contender.RunAsync(job);
        var elapsed = watch.Elapsed.TotalMilliseconds;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds;
        return new Outcome(elapsed, contacts, used, GC.GetTotalAllocatedBytes(precise: true) - allocated, heap?.Growth ?? 0);
    }
}
