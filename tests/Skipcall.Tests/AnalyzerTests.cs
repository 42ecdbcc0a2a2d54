using System;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>PSScriptAnalyzer finds nothing, where it is installed; elsewhere the test says that it did not look.</summary>
public sealed class AnalyzerTests
{
    private const string Probe = "if (Get-Module PSScriptAnalyzer -ListAvailable) { 'yes' }";

    private const string Analyze = """
        $ErrorActionPreference = 'Stop'
        $files = Get-ChildItem ./*.psd1, ./samples, ./tests, ./tools, ./docs -Recurse -Include *.ps1, *.psm1, *.psd1 -ErrorAction Ignore | Where-Object FullName -NotMatch '[\\/](bin|obj)[\\/]'
        $files | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings ./PSScriptAnalyzerSettings.psd1 } |
            ForEach-Object { "$($_.ScriptPath):$($_.Line) $($_.RuleName) $($_.Message)" }
        "analyzed: $($files.Count) files"
        """;

    [Fact]
    public async Task Finds_nothing()
    {
        if ((await Pwsh.RunAsync(Probe)).Output.Trim() != "yes")
        {
            Assert.Skip("PSScriptAnalyzer is not installed: the scripts were not analyzed.");
        }

        var (exitCode, text) = await Pwsh.RunAsync(Analyze);
        Assert.Equal(0, exitCode);
        Assert.StartsWith("analyzed: ", text.Trim(), StringComparison.Ordinal);
        Assert.DoesNotContain("analyzed: 0 ", text, StringComparison.Ordinal);
    }
}
