namespace Skipcall.Package.Tests;

/// <summary>Runs scripts in fresh PowerShell processes, so that tests don't share what they load.</summary>
internal static class Script
{
    /// <summary>Imports the manifest, if given, runs the script, and returns its output line by line.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string? manifest, string script, string? modulePath = null)
    {
        var import = manifest is null ? "" : $"Import-Module '{manifest}'\n";
        var environment = modulePath is null ? null : new Dictionary<string, string> { ["PSModulePath"] = modulePath };
        var (exitCode, output) = await Pwsh.RunAsync($"$ErrorActionPreference = 'Stop'\n{import}{script}", environment);
        return exitCode == 0
            ? output.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).ToList()
            : throw new InvalidOperationException("The script failed: " + output);
    }
}
