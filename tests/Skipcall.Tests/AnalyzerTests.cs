namespace Skipcall.Tests;

/// <summary>PSScriptAnalyzer, the only tool that must be installed by hand.</summary>
public sealed class AnalyzerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Finds_nothing_in_any_script()
    {
        if ((await Pwsh.RunAsync("[bool] (Get-Module PSScriptAnalyzer -ListAvailable)")).Output.Trim() != "True")
        {
            Assert.Skip("PSScriptAnalyzer is not installed: the scripts were not analyzed.");
        }

        var (exitCode, text) = await Pwsh.RunFileAsync(Path.Combine(Repository.Root, "build.ps1"), ["Analyze"]);
        output.WriteLine(text);
        Assert.True(exitCode == 0, text);
        Assert.Matches(@"Analyzed [1-9]\d+ scripts: 0 findings\.", text);
    }
}
