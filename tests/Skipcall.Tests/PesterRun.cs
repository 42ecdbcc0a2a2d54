using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace Skipcall.Tests;

/// <summary>One process that runs Pester files with one set of settings.</summary>
public sealed record PesterRun(string Name, string TimeZone, string Culture)
{
    /// <summary>One file; null for all of them.</summary>
    public string? File { get; init; }

    public string PesterVersion { get; init; } = "6.2.0";

    public string? ExcludedTag { get; init; }

    /// <summary>Runs the files, and leaves the counts in TestResults.</summary>
    public async Task<IReadOnlyDictionary<string, PesterFile>> StartAsync()
    {
        var results = Path.GetTempFileName();
        try
        {
            var environment = new Dictionary<string, string> { ["TZ"] = TimeZone, ["LC_ALL"] = Culture.Replace('-', '_') + ".UTF-8" };
            var (_, output) = await Pwsh.RunFileAsync(Path.Combine(Repository.Root, "tools", "RunPester.ps1"), Arguments(results), environment);
            var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults")).FullName;
            await System.IO.File.WriteAllTextAsync(Path.Combine(folder, $"pester-{Name}.txt"), $"Pester {PesterVersion}, {TimeZone}, {Culture}\n{output}");
            var json = await System.IO.File.ReadAllTextAsync(results);
            return json.Length > 0
                ? JsonSerializer.Deserialize<List<PesterFile>>(json)!.ToDictionary(file => file.Name)
                : throw new InvalidDataException("Pester wrote no results.\n" + output);
        }
        finally
        {
            System.IO.File.Delete(results);
        }
    }

    private IEnumerable<string> Arguments(string results)
    {
        string?[] arguments =
        [
            "-ResultPath", results,
            "-Culture", Culture,
            "-PesterVersion", PesterVersion,
            .. ExcludedTag is null ? Enumerable.Empty<string>() : ["-ExcludeTag", ExcludedTag],
            .. File is null ? Enumerable.Empty<string>() : ["-Path", Path.Combine(Repository.Root, "tests", File)],
        ];
        return arguments.OfType<string>();
    }
}

/// <summary>What became of one Pester file.</summary>
public sealed record PesterFile(string Name, int Passed, int Failed, int Skipped, int NotRun, double Seconds, IReadOnlyList<string> Failures);
