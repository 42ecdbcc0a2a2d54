using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>
/// Runs the Pester files, each in a PowerShell of its own as its users would, where PowerShell and Pester 5 are installed;
/// elsewhere says that it did not, and why.
/// </summary>
public sealed class PesterTests(ITestOutputHelper output)
{
    private const string Probe = "if (Get-Module Pester -ListAvailable | Where-Object Version -GE ([version]'5.0')) { 'yes' }";

    private static string Run(string path) => $$"""
        $ErrorActionPreference = 'Stop'
        Import-Module Pester -MinimumVersion 5.0
        $configuration = New-PesterConfiguration
        $configuration.Run.Path = '{{path}}'
        $configuration.Run.PassThru = $true
        $configuration.Output.Verbosity = 'Detailed'
        $configuration.Output.RenderMode = 'Plaintext'
        $result = Invoke-Pester -Configuration $configuration
        "pester: $($result.PassedCount) passed, $($result.FailedCount) failed, $($result.SkippedCount) skipped, $($result.NotRunCount) not run"
        exit $(if ($result.Result -eq 'Passed' -and $result.PassedCount -gt 0) { 0 } else { 1 })
        """;

    public static TheoryData<string> Files =>
        new(Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.Tests.ps1").Select(file => Path.GetFileName(file)!).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file)
    {
        if (await Pwsh.MissingAsync() is { } reason)
        {
            Assert.Skip(reason);
        }

        if ((await Pwsh.RunAsync(Probe)).Output.Trim() != "yes")
        {
            Assert.Skip("Pester 5 is not installed: the Pester files were not run.");
        }

        var path = Path.Combine(Repository.Root, "tests", file).Replace("'", "''", StringComparison.Ordinal);
        var (exitCode, text) = await Pwsh.RunAsync(Run(path));
        output.WriteLine(text);
        Assert.True(exitCode == 0, text);
        Assert.Contains("pester: ", text);
    }
}
