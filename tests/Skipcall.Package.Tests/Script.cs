namespace Skipcall.Package.Tests;

/// <summary>Scripts in a PowerShell of their own: what one test loads, no other sees.</summary>
internal static class Script
{
    /// <summary>Runs a script with the module at a manifest imported, if one is given. What it writes comes back line by line.</summary>
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
