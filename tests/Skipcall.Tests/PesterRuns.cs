using System.Collections.Generic;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>All Pester runs, which start together and once.</summary>
public sealed class PesterRuns : IAsyncLifetime
{
    public static IReadOnlyList<PesterRun> All { get; } =
    [
        new("utc", "UTC", "en-US"),
        // Slow tests whose result depends on neither time zone nor culture run in one of the runs only.
        new("paris", "Europe/Paris", "fr-FR") { ExcludedTag = "Once" },
        new("5.7.1", "UTC", "en-US") { PesterVersion = "5.7.1", File = "Export-HotLead.Tests.ps1" },
    ];

    private readonly Dictionary<string, Task<IReadOnlyDictionary<string, PesterFile>>> _results = [];

    public Task<IReadOnlyDictionary<string, PesterFile>> ResultsAsync(string run) => _results[run];

    public ValueTask InitializeAsync()
    {
        foreach (var run in All)
        {
            _results[run.Name] = run.StartAsync();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_results.Values).ContinueWith(_ => { }, TaskScheduler.Default);
}
