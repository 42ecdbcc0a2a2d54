namespace Skipcall.Tests;

/// <summary>All Pester runs, started once and in parallel.</summary>
public sealed class PesterRuns : IAsyncLifetime
{
    public static IReadOnlyList<PesterRun> All { get; } =
    [
        new("utc", "UTC", "en-US"),
        // Slow tests that depend on neither time zone nor culture run only once.
        new("paris", "Europe/Paris", "fr-FR") { ExcludedTag = "Once" },
        new("5.7.1", "UTC", "en-US") { PesterVersion = "5.7.1", Files = "Export-HotLead.Tests.ps1" },
    ];

    private readonly Dictionary<string, Task<PesterResult>> _results = [];

    public Task<PesterResult> ResultAsync(string run) => _results[run];

    public ValueTask InitializeAsync()
    {
        foreach (var run in All)
        {
            _results[run.Name] = RunAsync(run);
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_results.Values).ContinueWith(_ => { }, TaskScheduler.Default);

    private static async Task<PesterResult> RunAsync(PesterRun run)
    {
        var result = await run.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, $"pester-{run.Name}.txt"), $"Pester {run.PesterVersion}, {run.TimeZone}, {run.Culture}\n{result.Output}");
        return result;
    }
}
