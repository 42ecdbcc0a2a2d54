using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Language;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>
/// Runs the examples of the help pages against the sandbox, and holds them to the output they show. When that has changed for a
/// reason: <c>tools/HelpExamples.ps1 -Update</c>, then <c>tools/ExportHelp.ps1</c>.
/// </summary>
public sealed class HelpExampleTests(ITestOutputHelper output)
{
    // What can't run here, and why.
    private static readonly Dictionary<string, string> s_notRun = new()
    {
        ["Connect-Skipcall/1"] = "asks for the key at a prompt, and connects to the service",
        ["Connect-Skipcall/2"] = "takes the key from a vault (Get-Secret), and connects to the service",
        ["Connect-Skipcall/3"] = "connects to the service",
        ["Connect-Skipcall/7"] = "asks for a password, and connects to the service through a proxy",
    };

    [Fact]
    public void Every_example_is_words_code_and_output_and_names_what_there_is()
    {
        foreach (var example in HelpPage.All.SelectMany(page => page.Examples))
        {
            Assert.True(example.IsWellFormed, example.Name);
            HelpFacts.AssertNamesWhatThereIs(example.Name, example.Code);
        }

        var numbers = HelpPage.All.SelectMany(page => page.Examples.Select((example, index) => (example.Name, Expected: $"{page.Name}/{index + 1}")));
        Assert.All(numbers, pair => Assert.Equal(pair.Expected, pair.Name));
        Assert.Subset(HelpPage.All.SelectMany(page => page.Examples).Select(example => example.Name).ToHashSet(), s_notRun.Keys.ToHashSet());
    }

    [Fact]
    public void Every_example_of_core_commands_runs_in_the_engine()
    {
        using var probe = new ModuleSession();
        var ran = 0;
        foreach (var example in RunnableExamples())
        {
            if (CommandsOf(example.Code).All(name => probe.Run("param($name) Get-Command $name -ErrorAction Ignore", ("name", name)).Output.Count > 0))
            {
                using var session = new ModuleSession();
                session.Run("New-SkipcallSandbox | Connect-Skipcall").ThrowIfFailed();
                session.Run(example.Code).ThrowIfFailed();
                ran++;
            }
        }

        output.WriteLine($"{ran} examples ran in the engine; the others need commands that only PowerShell itself has.");
        Assert.True(ran >= 10);
    }

    [Fact]
    public async Task Every_example_runs_in_PowerShell_and_writes_what_its_page_shows()
    {
        var excluded = string.Join(", ", HelpPage.All.SelectMany(page => page.Examples).Except(RunnableExamples()).Select(example => $"'{example.Name}'"));
        var (exitCode, text) = await Pwsh.RunAsync($"$ErrorActionPreference = 'Stop'; ConvertTo-Json -Compress -EscapeHandling EscapeNonAscii @(./tools/HelpExamples.ps1 -Exclude {excluded})");
        Assert.True(exitCode == 0, text);
        var results = JsonSerializer.Deserialize<List<Dictionary<string, string?>>>(text)!.ToDictionary(result => result["Name"]!);
        Assert.Equal(RunnableExamples().Select(example => example.Name).Order(), results.Keys.Order());
        foreach (var example in RunnableExamples())
        {
            Assert.Null(results[example.Name]["Failure"]);
            Assert.Equal(example.Name + "\n" + example.Output, example.Name + "\n" + results[example.Name]["Output"]);
        }

        foreach (var (name, why) in s_notRun)
        {
            output.WriteLine($"Not run: {name} {why}.");
        }
    }

    private static List<string> CommandsOf(string code) =>
        Parser.ParseInput(code, out _, out _).FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Select(node => ((CommandAst)node).GetCommandName()).OfType<string>().Distinct().ToList();

    private static IEnumerable<HelpExample> RunnableExamples() =>
        HelpPage.All.Where(page => HelpFacts.Commands.ContainsKey(page.Name)).SelectMany(page => page.Examples).Where(example => !s_notRun.ContainsKey(example.Name));
}
