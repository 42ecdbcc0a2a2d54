using System.Text.Json;

namespace Skipcall.Tests;

public sealed record PesterRun(string Name, string TimeZone, string Culture)
{
    /// <summary>A path with wildcards, relative to the tests folder.</summary>
    public string Files { get; init; } = "*.Tests.ps1";

    public string PesterVersion { get; init; } = "6.2.0";

    public string? ExcludedTag { get; init; }

    public async Task<PesterResult> StartAsync()
    {
        var results = Path.GetTempFileName();
        try
        {
            string[] arguments =
            [
                "-Path", Path.Combine(Repository.Root, "tests", Files), "-PesterVersion", PesterVersion, "-Culture", Culture, "-ResultPath", results,
                .. ExcludedTag is null ? Enumerable.Empty<string>() : ["-ExcludeTag", ExcludedTag],
            ];
            var environment = new Dictionary<string, string> { ["TZ"] = TimeZone, ["LC_ALL"] = Culture.Replace('-', '_') + ".UTF-8" };
            var (_, output) = await Pwsh.RunFileAsync(Path.Combine(Repository.Root, "tools", "RunPester.ps1"), arguments, environment);
            var json = await File.ReadAllTextAsync(results);
            return json.Length > 0
                ? new PesterResult(output, JsonSerializer.Deserialize<List<PesterFile>>(json)!.ToDictionary(file => file.Name))
                : throw new InvalidDataException("Pester wrote no results.\n" + output);
        }
        finally
        {
            File.Delete(results);
        }
    }
}

public sealed record PesterResult(string Output, IReadOnlyDictionary<string, PesterFile> Files);

public sealed record PesterFile(string Name, int Passed, int Failed, int Skipped, int NotRun, double Seconds, IReadOnlyList<string> Failures);
