using System.Text.RegularExpressions;

namespace Skipcall.Tests;

/// <summary>README.md shows the real output of its scripts. Dates are the sandbox's, which ends today.</summary>
public sealed class ReadmeTests
{
    private static readonly string s_readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Shows_the_output_of_the_quick_start()
    {
        var shown = Regex.Match(s_readme, "^dotnet run --project tools/pwsh -- samples/QuickStart.ps1\n.*?^```text\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(shown.Success, "The README's first command and its output were not found.");
        var (exitCode, text) = await Pwsh.RunAsync("./samples/QuickStart.ps1");
        Assert.Equal(0, exitCode);
        Assert.Equal(Plain(shown.Groups[1].Value), Plain(text));
    }

    [Fact]
    public async Task Shows_the_output_of_its_examples()
    {
        var examples = Regex.Matches(s_readme, "^```powershell\n(?<code>[^`]*)^```\n\n```text\n(?<output>[^`]*)^```", RegexOptions.Multiline);
        Assert.NotEmpty(examples);
        foreach (var example in examples.Cast<Match>())
        {
            var (exitCode, text) = await Pwsh.RunAsync($"Import-Module ./Skipcall.psd1\nNew-SkipcallSandbox | Connect-Skipcall\n{example.Groups["code"]}");
            Assert.Equal(0, exitCode);
            Assert.Equal(Plain(example.Groups["output"].Value), Plain(text));
        }
    }

    [Fact]
    public async Task Every_block_of_commands_runs_as_printed()
    {
        var blocks = Regex.Matches(s_readme, "^```powershell\n(?<code>[^`]*)^```", RegexOptions.Multiline).Select(block => block.Groups["code"].Value).ToList();
        Assert.InRange(blocks.Count, 5, 50);

        // The sandbox replaces the service, which needs a key, and the module is imported from the repository.
        var script = Regex.Replace(string.Concat(blocks), "^Connect-Skipcall$", "New-SkipcallSandbox | Connect-Skipcall", RegexOptions.Multiline)
            .Replace("Import-Module ./Skipcall.psd1\n", "", System.StringComparison.Ordinal);
        var folder = Directory.CreateTempSubdirectory("readme");
        try
        {
            var (exitCode, text) = await Pwsh.RunAsync($"$ErrorActionPreference = 'Stop'\nImport-Module ./Skipcall.psd1\nSet-Location '{folder.FullName}'\n{script}\n'every block ran'");
            Assert.True(exitCode == 0, text);
            Assert.EndsWith("every block ran", text.TrimEnd());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Console_commands_name_scripts_and_parameters_that_exist()
    {
        var commands = Regex.Matches(s_readme, "^```console\n(?<code>[^`]*)^```", RegexOptions.Multiline)
            .SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Select(line => line.Replace("dotnet run --project tools/pwsh -- ", "./", System.StringComparison.Ordinal))
            .Where(line => line.StartsWith("./", System.StringComparison.Ordinal)).ToList();
        Assert.InRange(commands.Count, 4, 50);
        var (exitCode, text) = await Pwsh.RunAsync($$"""
            $ErrorActionPreference = 'Stop'
            foreach ($line in (@'
            {{string.Join('\n', commands)}}
            '@ -split '\n')) {
                $words = [System.Management.Automation.Language.Parser]::ParseInput($line, [ref] $null, [ref] $null).EndBlock.Statements[0].PipelineElements[0].CommandElements
                $command = Get-Command $words[0].Value
                foreach ($word in $words) {
                    if ($word -is [System.Management.Automation.Language.CommandParameterAst]) { $null = $command.ResolveParameter($word.ParameterName) }
                }
            }
            """);
        Assert.True(exitCode == 0, text);
    }

    [Fact]
    public async Task Counts_of_the_jobs_are_right()
    {
        var jobs = Regex.Matches(s_readme, "^# [^\n]+: (?<count>\\d+)\n(?<code>[^\n]+)$", RegexOptions.Multiline);
        Assert.InRange(jobs.Count, 4, 50);
        var script = string.Join('\n', jobs.Select(job => $"@({job.Groups["code"]}).Count"));
        var (exitCode, text) = await Pwsh.RunAsync($"Import-Module ./Skipcall.psd1\nNew-SkipcallSandbox | Connect-Skipcall\n$contacts = Get-SkipcallSequenceContact demo -All\n{script}");
        Assert.Equal(0, exitCode);
        Assert.Equal(jobs.Select(job => job.Groups["count"].Value), text.ReplaceLineEndings("\n").Trim().Split('\n'));
    }

    private static string Plain(string text)
    {
        var withoutDates = Regex.Replace(text.ReplaceLineEndings("\n"), @"\b\d{4}-\d\d-\d\d( \d\d:\d\d)?", match => Regex.Replace(match.Value, @"\d", "0"));
        return Regex.Replace(withoutDates, @"[ \t]+$", "", RegexOptions.Multiline).Trim('\n');
    }
}
