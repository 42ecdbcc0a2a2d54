namespace Skipcall.Package.Tests;

/// <summary>A contributor's commands without PowerShell: install, use in a fresh process, uninstall.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("Skipcall.");

    [Fact]
    public async Task Installs_by_name_with_help_and_uninstalls()
    {
        if (OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("CI") is null)
        {
            Assert.Skip("On Windows the modules of a user can't be redirected: the installation is tested in CI only.");
        }

        await RunAsync("tool", "restore");
        var installed = await RunAsync("pwsh", "-NoProfile", "-File", "./build.ps1", "Install");
        var used = await RunAsync("pwsh", "-NoProfile", "-Command", """
            (Get-Command Get-SkipcallSequenceContact).Module.ModuleBase
            (Get-Help Get-SkipcallSequenceContact).Description.Text.Length -gt 100
            New-SkipcallSandbox | Connect-Skipcall
            @(Get-SkipcallSequenceContact demo -All).Count
            """);
        Assert.Matches(@"(?m)^Installed Skipcall \d+\.\d+\.\d+ in \S", installed);
        var lines = used.ReplaceLineEndings("\n").Trim().Split('\n');
        Assert.Equal(["True", "250"], lines[1..]);
        Assert.EndsWith(Path.Combine("Modules", "Skipcall", Path.GetFileName(BuildOutput.Module.Path)), lines[0], StringComparison.OrdinalIgnoreCase);
        if (!OperatingSystem.IsWindows())
        {
            Assert.StartsWith(_home.FullName, lines[0], StringComparison.Ordinal);
        }

        var uninstalled = await RunAsync("pwsh", "-NoProfile", "-Command", "./build.ps1 Uninstall; @(Get-Command Get-SkipcallSequenceContact -ErrorAction Ignore).Count");
        Assert.Matches(@"^Uninstalled Skipcall \S+\.\s+0\s*$", uninstalled);
    }

    public void Dispose() => _home.Delete(recursive: true);

    /// <summary>Runs dotnet with an empty home, except for dotnet's own files.</summary>
    private async Task<string> RunAsync(params string[] arguments)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var (exitCode, output) = await Pwsh.RunDotNetAsync(arguments, new Dictionary<string, string>
        {
            ["HOME"] = _home.FullName,
            ["XDG_DATA_HOME"] = Path.Combine(_home.FullName, ".local", "share"),
            ["XDG_CONFIG_HOME"] = Path.Combine(_home.FullName, ".config"),
            ["XDG_CACHE_HOME"] = Path.Combine(_home.FullName, ".cache"),
            ["DOTNET_CLI_HOME"] = Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") ?? home,
            ["NUGET_PACKAGES"] = BuildOutput.Packages,
            // A build here would change the package while other tests use it.
            ["SKIPCALL_PACKAGE"] = BuildOutput.Output,
        });
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}");
        return output;
    }
}
