using Skipcall.Benchmarks.Contenders;
using static Skipcall.Benchmarks.Report;

namespace Skipcall.Benchmarks;

internal static class Cases
{
    private const int WarmUps = 40;
    private const double Mega = 1024 * 1024;

    private static readonly int[] s_throttleLimits = [1, 4, 8];
    private static readonly int[] s_memoryCounts = [100_000, 1_000_000];
    private static readonly string[] s_ways = ["floor", "engine", "cmdlet"];

    private static readonly (string Name, Func<Bench, string, Task> Run)[] s_all =
    [
        ("Requests for a list", RequestCountAsync),
        ("60,000 contacts, 0 ms", (bench, name) => ScanAsync(bench, name, latency: 0, contacts: 60_000, rounds: 9)),
        ("20,000 contacts, 20 ms", (bench, name) => ScanAsync(bench, name, latency: 20, contacts: 20_000, rounds: 5)),
        ("20,000 contacts, 100 ms", (bench, name) => ScanAsync(bench, name, latency: 100, contacts: 20_000, rounds: 5)),
        ("Processor time, 60,000 contacts, 0 ms", ProcessorTimeAsync),
        ("First object, 100 ms", FirstObjectAsync),
        ("Decoder, a page of 100 contacts", DecoderAsync),
        ("Memory", MemoryAsync),
        ("Fresh process, 10,000 contacts, 0 ms", FreshProcessCases.ScanAsync),
        ("Import-Module, fresh process", FreshProcessCases.ImportAsync),
        .. BaselineCases.All.Select(each => ("Against another version: " + each.Name, each.Run)),
        ("Share of 1000 requests a minute, default settings", BudgetCases.RunAsync),
    ];

    public static async Task RunAsync(Options options)
    {
        using var bench = await Bench.StartAsync(options);
        foreach (var (name, run) in s_all.Where(each => options.Only is null || each.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
        {
            await run(bench, name);
        }
    }

    private static async Task RequestCountAsync(Bench bench, string name)
    {
        var rows = new List<Row>();
        foreach (var count in new[] { 0, 1, 99, 100, 101, 250, 20_000 })
        {
            await bench.TakeRequestCountAsync();
            await bench.Hosted("cmdlet").RunAsync(new Job(Job.Kinds.Scan, bench.BaseUri(0), count));
            rows.Add(new Row($"of {count} contacts", "", new Samples(await bench.TakeRequestCountAsync())));
        }

        bench.Report.Add(name, rows);
    }

    private static async Task ScanAsync(Bench bench, string name, int latency, int contacts, int rounds)
    {
        const string InPwsh = "cmdlet in pwsh, default settings";
        var job = new Job(Job.Kinds.Scan, bench.BaseUri(latency), bench.Contacts(contacts));
        List<(string What, Contender Contender, Job Job, string? Against)> entries =
        [
            .. s_throttleLimits.Select(limit => ($"floor, {limit} at once", bench.Hosted("floor"), job with { ThrottleLimit = limit }, (string?)null)),
            ("engine alone, 4 at once", bench.Hosted("engine"), job, "floor, 4 at once"),
            .. s_throttleLimits.Select(limit => ($"cmdlet, -ThrottleLimit {limit}", bench.Hosted("cmdlet"), job with { ThrottleLimit = limit }, (string?)$"floor, {limit} at once")),
            (InPwsh, bench.InPowerShell("cmdlet"), job with { ThrottleLimit = 0 }, "floor, 4 at once"),
            ("Invoke-SkipcallApi in pwsh, default settings", bench.InPowerShell("api"), job with { ThrottleLimit = 0 }, InPwsh),
            ("Invoke-RestMethod in pwsh, 100 a page", bench.InPowerShell("by hand"), job, InPwsh),
            ("Invoke-RestMethod in pwsh, 50 a page", bench.InPowerShell("by hand"), job with { PageSize = 50 }, InPwsh),
        ];

        // Warm up the JIT, without latency, which doesn't matter to it.
        foreach (var entry in entries)
        {
            for (var i = 0; i < bench.Rounds(WarmUps); i++)
            {
                await entry.Contender.RunAsync(entry.Job with { BaseUri = bench.BaseUri(0), Contacts = bench.Contacts(10_000) });
            }
        }

        var samples = await Samples.MeasureAsync(0, bench.Rounds(rounds), entries
            .Select(entry => (Func<Task<double>>)(async () => (await entry.Contender.RunAsync(entry.Job)).Milliseconds)).ToList());
        var rows = new List<Row>();
        foreach (var (entry, values) in entries.Zip(samples))
        {
            rows.Add(new Row(entry.What, "ms", values, rows.Find(row => row.What == entry.Against)));
        }

        bench.Report.Add(name, rows);
    }

    /// <summary>Processor time is steadier than elapsed time on a shared machine.</summary>
    private static async Task ProcessorTimeAsync(Bench bench, string name)
    {
        var job = new Job(Job.Kinds.Scan, bench.BaseUri(0), bench.Contacts(60_000));
        var samples = await Samples.MeasureAsync(2, bench.Rounds(9), s_ways
            .Select(way => (Func<Task<double>>)(async () => (await bench.Hosted(way).RunAsync(job)).Processor)).ToList());
        var rows = new List<Row>();
        foreach (var (way, values) in s_ways.Zip(samples))
        {
            rows.Add(new Row($"{way}, 4 at once", "ms", values, rows.FirstOrDefault()));
        }

        bench.Report.Add(name, rows);
    }

    private static async Task FirstObjectAsync(Bench bench, string name)
    {
        // Includes warm-ups, as each of them must cost one request, too.
        var requests = new List<double>();
        var job = new Job(Job.Kinds.First, bench.BaseUri(100), 20_000);
        var samples = await Samples.MeasureAsync(
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
        var floor = new Row("floor, one page", "ms", samples[0]);
        bench.Report.Add(
            name,
            floor,
            new Row("cmdlet, Select-Object -First 1", "ms", samples[1], floor),
            new Row("requests that took", "", new Samples(requests)));
    }

    /// <summary>The module's single-pass decoder, and System.Text.Json's source generator.</summary>
    private static async Task DecoderAsync(Bench bench, string name)
    {
        var job = new Job(Job.Kinds.Decode, bench.BaseUri(0), bench.Contacts(20_000));
        async Task<double> MeasureAsync(string way) => (await bench.Hosted(way).RunAsync(job)).Milliseconds * 1000 / (job.Contacts / job.PageSize);
        var samples = await Samples.MeasureAsync(WarmUps, bench.Rounds(9), () => MeasureAsync("floor"), () => MeasureAsync("engine"));
        var generated = new Row("source-generated", "µs", samples[0]);
        bench.Report.Add(name, generated, new Row("the module's", "µs", samples[1], generated));
    }

    private static async Task MemoryAsync(Bench bench, string name)
    {
        var pages = new Job(Job.Kinds.Decode, bench.BaseUri(0), bench.Contacts(20_000));
        await bench.Hosted("engine").RunAsync(pages);
        var decoded = await bench.Hosted("engine").RunAsync(pages);
        var own = new Row("own size of a contact", "bytes", new Samples((double)decoded.OwnSize / decoded.Contacts));
        List<Row> rows = [own, new Row("allocated by the decoder, each contact", "bytes", new Samples((double)decoded.Allocated / decoded.Contacts), own)];
        foreach (var (way, count) in from way in s_ways from count in s_memoryCounts select (way, count))
        {
            var job = new Job(Job.Kinds.Memory, bench.BaseUri(0), bench.Contacts(count));
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
            rows.Add(new Row($"allocated by the {over}, each contact", "bytes", new Samples(allocated), own));
            rows.Add(new Row($"peak growth of the heap, {over}", "MB", new Samples(peaks)));
        }

        bench.Report.Add(name, rows);
    }
}
