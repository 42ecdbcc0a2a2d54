using System.Diagnostics;
using System.Text.Json;
using Skipcall.Engine;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>Reads jobs, one per line, and measures them.</summary>
internal static class ContenderHost
{
    public static async Task<int> RunAsync(string name)
    {
        Func<Job, Task<long>> contender = name switch
        {
            "floor" => FloorContender.RunAsync,
            "engine" => new EngineContender().RunAsync,
            "cmdlet" => new CmdletContender().RunAsync,
            _ => throw new ArgumentException($"No contender is called {name}."),
        };
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var job = JsonSerializer.Deserialize<Job>(line)!;
            var outcome = job.Kind == Job.Kinds.Decode ? await MeasureDecoderAsync(name, job) : await MeasureAsync(contender, job);
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(outcome));
        }

        return 0;
    }

    private static async Task<Outcome> MeasureAsync(Func<Job, Task<long>> contender, Job job)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var heap = job.Kind == Job.Kinds.Memory ? new HeapWatch() : null;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var contacts = await contender(job);
        var elapsed = watch.Elapsed.TotalMilliseconds;
        var used = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds;
        return new Outcome(elapsed, contacts, used, GC.GetTotalAllocatedBytes(precise: true) - allocated, heap?.Growth ?? 0);
    }

    private static async Task<Outcome> MeasureDecoderAsync(string name, Job job)
    {
        using var client = new HttpClient();
        var pages = new List<(byte[] Bytes, ApiResponse Response)>();
        for (var page = 1; page <= job.Contacts / job.PageSize; page++)
        {
            var bytes = await client.GetByteArrayAsync(FloorContender.PageUri(job, page));
            using var body = new MemoryStream(bytes);
            pages.Add((bytes, await ApiResponse.ReadAsync(200, default, default, "application/json", body, CancellationToken.None)));
        }

        var decoder = new SequenceContactDecoder($"{job.Contacts}", new SeenValues());
        var contacts = new List<SequenceContact>(job.Contacts);
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var (bytes, response) in pages)
        {
            contacts.AddRange(name == "floor" ? FloorContender.Decode(bytes) : decoder.Decode(response).Items);
        }

        var elapsed = watch.Elapsed.TotalMilliseconds;
        return new Outcome(elapsed, contacts.Count, 0, GC.GetAllocatedBytesForCurrentThread() - before, 0, ModelSize.Of(contacts));
    }

    private sealed class HeapWatch : IDisposable
    {
        private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

        private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);
        private readonly Timer _timer;
        private long _peak;

        public HeapWatch() => _timer = new Timer(_ => Look(), null, s_interval, s_interval);

        public long Growth
        {
            get
            {
                Look();
                return Interlocked.Read(ref _peak);
            }
        }

        public void Dispose() => _timer.Dispose();

        private void Look() => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false) - _start);
    }
}
