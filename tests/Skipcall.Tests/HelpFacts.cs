using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Xunit;

namespace Skipcall.Tests;

/// <summary>What the help is held to: the cmdlets as the real engine knows them, the error ids, the files.</summary>
public static class HelpFacts
{
    private static readonly Lazy<Dictionary<string, CmdletInfo>> s_commands = new(() =>
    {
        using var session = new ModuleSession();
        return session.Run("Get-Command -Module Skipcall").ThrowIfFailed().Output.Select(command => (CmdletInfo)command.BaseObject)
            .OrderBy(command => command.Name, StringComparer.Ordinal)
            .ToDictionary(command => command.Name);
    });

    /// <summary>The cmdlets that the module exports.</summary>
    public static IReadOnlyDictionary<string, CmdletInfo> Commands => s_commands.Value;

    public static IReadOnlyList<string> ErrorIds => Enum.GetNames(Commands["Connect-Skipcall"].ImplementingType.Assembly.GetType("Skipcall.SkipcallErrorId")!);

    /// <summary>The about topics, and their files.</summary>
    public static IReadOnlyDictionary<string, string> Topics { get; } =
        Directory.GetFiles(Path.Combine(Repository.Root, "en-US"), "about_*.help.txt").ToDictionary(path => Path.GetFileName(path).Replace(".help.txt", "", StringComparison.Ordinal));

    /// <summary>That code parses, and that the cmdlets and the parameters of this module in it are real.</summary>
    public static void AssertNamesWhatThereIs(string where, string code)
    {
        var tree = Parser.ParseInput(code, out _, out var errors);
        Assert.True(errors.Length == 0, $"{where}: {errors.FirstOrDefault()?.Message}\n{code}");
        foreach (var call in tree.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (call.GetCommandName() is { } name && name.Contains("-Skipcall", StringComparison.Ordinal))
            {
                Assert.Contains(name, Commands.Keys);
                Assert.All(call.CommandElements.OfType<CommandParameterAst>(), parameter => Assert.NotNull(Commands[name].ResolveParameter(parameter.ParameterName)));
            }
        }
    }
}
