using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>Holds the about topics to what there is: files, cmdlets, parameters, error ids; and runs the tests that one of them shows.</summary>
public sealed class HelpTopicTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("about_Skipcall")]
    [InlineData("about_Skipcall_Errors")]
    [InlineData("about_Skipcall_RateLimits")]
    [InlineData("about_Skipcall_Testing")]
    public void An_about_topic_is_found_fits_the_console_and_names_what_there_is(string topic)
    {
        using var session = new ModuleSession();
        var text = File.ReadAllText(HelpFacts.Topics[topic]);
        Assert.StartsWith($"TOPIC\n    {topic}\n\nSHORT DESCRIPTION\n    ", text);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80 && line == line.TrimEnd() && !line.Contains('\t'), line));
        Assert.Contains("LONG DESCRIPTION", session.Run($"Get-Help {topic}").ThrowIfFailed().Output.Single().ToString());

        Assert.Empty(Regex.Matches(text, @"\b[A-Z][a-z]+-Skipcall\w*").Select(match => match.Value).Except(HelpFacts.Commands.Keys));
        Assert.Empty(Regex.Matches(text, @"\babout_Skipcall\w*").Select(match => match.Value).Except(HelpFacts.Topics.Keys));
        Assert.Empty(Regex.Matches(text, @"'([A-Z]\w+),\*'|-ErrorId (\w+)|^        ([A-Z]\w+) \(", RegexOptions.Multiline)
            .Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value).Except(HelpFacts.ErrorIds));

        foreach (var code in CodeOf(text))
        {
            HelpFacts.AssertNamesWhatThereIs(topic, code);
        }

        // In the text around the code: parameters of any cmdlet of the module, or of the commands that the topics speak of.
        string[] others = ["Parallel", "RemoveParameterType", "Parameter", "ErrorId", "File", "First"];
        var parameters = HelpFacts.Commands.Keys.SelectMany(name => HelpFacts.Commands[name].Parameters.Keys).Concat(others).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Subset(parameters, Regex.Matches(WithoutCode(text), @"(?<![\w-])-([A-Z]\w+)").Select(match => match.Groups[1].Value).ToHashSet());
    }

    [Fact]
    public void The_table_of_errors_has_every_id_and_says_which_are_terminating()
    {
        var text = File.ReadAllText(HelpFacts.Topics["about_Skipcall_Errors"]);
        var table = Regex.Matches(text, @"^    ([A-Z]\w+) \((not )?terminating[^\n]*\)\n        \S", RegexOptions.Multiline)
            .ToDictionary(match => match.Groups[1].Value, match => !match.Groups[2].Success);
        Assert.Equal(HelpFacts.ErrorIds.Order(), table.Keys.Order());

        var assembly = HelpFacts.Commands["Connect-Skipcall"].ImplementingType.Assembly;
        const BindingFlags Any = BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        var isFatal = assembly.GetType("Skipcall.Commands.ErrorRecords")!.GetMethod("IsFatal", Any)!;
        var exception = assembly.GetType("Skipcall.SkipcallException")!;
        foreach (var id in Enum.GetValues(assembly.GetType("Skipcall.SkipcallErrorId")!))
        {
            var failure = Activator.CreateInstance(exception, Any, null, [id, "", null], null);
            Assert.Equal($"{id} {isFatal.Invoke(null, [failure])}", $"{id} {table[id.ToString()!]}");
        }
    }

    [Fact]
    public async Task The_tests_in_the_testing_topic_pass()
    {
        var blocks = CodeOf(File.ReadAllText(HelpFacts.Topics["about_Skipcall_Testing"])).ToList();
        var folder = Directory.CreateTempSubdirectory("skipcall-help-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Export-HotLead.ps1"), blocks.Single(block => block.StartsWith("param(", StringComparison.Ordinal)));
            var path = Path.Combine(folder.FullName, "Topic.Tests.ps1");
            File.WriteAllText(path, $$"""
                BeforeAll { Import-Module '{{Repository.Manifest.Replace("'", "''", StringComparison.Ordinal)}}' }
                {{blocks.Single(block => block.StartsWith("Describe ", StringComparison.Ordinal))}}
                Describe 'The other ones' {
                {{string.Join('\n', blocks.Where(block => block.StartsWith("It ", StringComparison.Ordinal)))}}
                }
                """);
            var (exitCode, text) = await Pwsh.RunAsync($"Import-Module Pester -RequiredVersion 6.2.0; $result = Invoke-Pester '{path.Replace("'", "''", StringComparison.Ordinal)}' -PassThru -Output Detailed; exit $(if ($result.Result -eq 'Passed' -and $result.PassedCount -ge 9) {{ 0 }} else {{ 1 }})");
            output.WriteLine(text);
            Assert.True(exitCode == 0, text);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The blocks of code in an about topic: what is indented by eight, where it begins after a blank line.</summary>
    private static IEnumerable<string> CodeOf(string topic) =>
        Regex.Matches(topic, @"(?<=\n\n|\n  [A-Z ]+\n)(?:        .*\n|\n(?=        ))+").Select(block => Regex.Replace(block.Value, "^        ", "", RegexOptions.Multiline).Trim('\n'));

    private static string WithoutCode(string topic) => Regex.Replace(topic, @"(?<=\n\n|\n  [A-Z ]+\n)(?:        .*\n|\n(?=        ))+", "\n");
}
