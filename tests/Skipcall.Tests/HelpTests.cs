using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Skipcall.Tests;

/// <summary>
/// Holds the help pages, the help file that Get-Help reads, and the cmdlets themselves together. When the help file alone is
/// behind: <c>tools/ExportHelp.ps1</c>.
/// </summary>
public sealed class HelpTests : IDisposable
{
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    private readonly ModuleSession _session = new();

    public static TheoryData<string> Commands => new(HelpFacts.Commands.Keys);

    private static string MamlPath => Path.Combine(Repository.Root, "en-US", "Skipcall.dll-Help.xml");

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_cmdlet_has_a_page_and_an_entry_in_the_help_file()
    {
        var commands = HelpFacts.Commands.Keys;
        Assert.Equal(commands, HelpPage.All.Select(page => page.Name));
        Assert.Equal(commands, Maml().Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_is_whole_and_says_which_cmdlet_it_is_of(string name)
    {
        var (page, command) = (Page(name), HelpFacts.Commands[name]);
        Assert.Equal(name, page.FrontMatter["title"]);
        Assert.Equal("Skipcall.dll-Help.xml", page.FrontMatter["external help file"]);
        Assert.Equal(HelpUri(command), page.FrontMatter["HelpUri"]);
        Assert.EndsWith($"/docs/{name}.md", page.FrontMatter["HelpUri"]);
        Assert.All(new[] { page.Synopsis, page.Description, page.Notes }, text => Assert.NotEmpty(text));
        Assert.All(page.Parameters, parameter => Assert.NotEmpty(parameter.Description));
        Assert.All(page.Inputs.Concat(page.Outputs), part => Assert.NotEmpty(part.Body));
        Assert.True(page.Examples.Count >= 3);
        Assert.NotEmpty(page.Links);
    }

    [Fact]
    public void No_placeholder_is_left_and_no_link_leads_nowhere()
    {
        var files = HelpPage.All.Select(page => page.Path).Concat(HelpFacts.Topics.Values).Append(MamlPath).Append(Path.Combine(Repository.Root, "README.md")).Where(File.Exists);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("{{", text);
            Assert.DoesNotContain("Fill in", text, StringComparison.OrdinalIgnoreCase);
            foreach (var target in Regex.Matches(text, @"\]\((?!https?:|#)([^)#\s]+)").Select(link => link.Groups[1].Value))
            {
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)), $"{Path.GetFileName(file)} links to {target}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_has_the_parameters_of_its_cmdlet_and_says_of_each_what_is_true(string name)
    {
        var (page, command) = (Page(name), HelpFacts.Commands[name]);
        var real = Parameters(command).OrderBy(parameter => parameter.Name, StringComparer.Ordinal).ToList();
        Assert.Equal(real.Select(parameter => parameter.Name), page.Parameters.Select(parameter => parameter.Name));

        var instance = Activator.CreateInstance(command.ImplementingType);
        foreach (var (parameter, said) in real.Zip(page.Parameters))
        {
            Assert.Equal(parameter.Name + ": " + Describe(parameter), said.Name + ": " + said.Metadata);
            Assert.Equal(AcceptedValues(parameter), said.AcceptedValues);
            if (instance!.GetType().GetProperty(parameter.Name) is { } property)
            {
                Assert.Equal(parameter.Name + " = " + Text(property.GetValue(instance)), parameter.Name + " = " + said.DefaultValue);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_has_the_parameter_sets_of_its_cmdlet(string name)
    {
        var command = HelpFacts.Commands[name];
        var real = command.ParameterSets.Select(set => (
            Title: set.Name + (set.IsDefault && command.ParameterSets.Count > 1 ? " (Default)" : ""),
            Syntax: Words($"{name} {set}")));
        var said = Page(name).Syntax.Select(part => (part.Title, Words(part.Body.Trim('`'))));
        Assert.Equal(real.Select(set => set.Title).Order(), said.Select(set => set.Title).Order());
        Assert.Equal(real.Select(set => set.Syntax).Order(), said.Select(set => set.Item2).Order());

        // In any order: what counts is which words there are.
        static string Words(string syntax) => string.Join(' ', Regex.Replace(syntax, @"\s+", " ").Trim().Split(" [-").Select(part => part.TrimStart('[', '-')).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_help_file_says_what_the_page_says(string name)
    {
        var (page, command, maml) = (Page(name), HelpFacts.Commands[name], Maml()[name]);
        Assert.Equal(page.Synopsis, Text(maml.Element(s_command + "details")!.Element(s_maml + "description")));
        Assert.Equal(page.Description, Text(maml.Element(s_maml + "description")));
        Assert.Equal(page.Notes, Text(maml.Element(s_maml + "alertSet")!.Element(s_maml + "alert")));

        var parameters = maml.Element(s_command + "parameters")!.Elements(s_command + "parameter").ToList();
        Assert.Equal(
            page.Parameters.Select(said => $"-{said.Name} ({(said.DefaultValue.Length > 0 ? said.DefaultValue : "None")}): {said.Description}"),
            parameters.Select(entry => $"-{Name(entry)} ({entry.Element(s_dev + "defaultValue")?.Value}): {Text(entry.Element(s_maml + "description"))}"));
        foreach (var entry in parameters)
        {
            var real = command.Parameters[Name(entry)];
            Assert.Equal(real.ParameterType.ToString(), entry.Element(s_dev + "type")!.Element(s_maml + "name")!.Value);
            Assert.Equal(real.Aliases.Count > 0 ? string.Join(", ", real.Aliases) : "none", entry.Attribute("aliases")!.Value);
        }

        Assert.Equal(
            command.ParameterSets.Select(set => string.Join(' ', Parameters(command).Select(parameter => parameter.Name).Intersect(set.Parameters.Select(parameter => parameter.Name)).Order())).Order(),
            maml.Element(s_command + "syntax")!.Elements().Select(item => string.Join(' ', item.Elements(s_command + "parameter").Select(Name).Order())).Order());

        Assert.Equal(
            page.Examples.Select(example => $"--- {example.Title} ---\n{example.Words}\n{example.Code}\n{example.Output}"),
            maml.Element(s_command + "examples")!.Elements().Select(example =>
                $"{example.Element(s_maml + "title")!.Value}\n{Text(example.Element(s_maml + "introduction"))}\n{example.Element(s_dev + "code")!.Value}\n{Text(example.Element(s_dev + "remarks"))}"));

        Assert.Equal(
            page.Links.Select(link => link.Text).Prepend("Online Version"),
            maml.Element(s_command + "relatedLinks")!.Elements().Select(link => link.Element(s_maml + "linkText")!.Value));
        Assert.Equal(HelpUri(command), maml.Descendants(s_maml + "uri").First().Value);

        static string Name(XElement entry) => entry.Element(s_maml + "name")!.Value;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Get_Help_finds_all_of_it(string name)
    {
        var page = Page(name);
        dynamic help = _session.Run($"Get-Help {name} -Full").ThrowIfFailed().Output.Single();
        Assert.Equal(page.Synopsis, ((string)help.Synopsis).Trim());
        Assert.Equal(page.Examples.Count, _session.Run($"(Get-Help {name} -Examples).examples.example").Output.Count);
        Assert.Equal(page.Parameters.Count, page.Parameters.Count == 0 ? 0 : _session.Run($"Get-Help {name} -Parameter * | Where-Object {{ $_.description.Text }}").ThrowIfFailed().Output.Count);
        Assert.Equal(page.FrontMatter["HelpUri"], _session.Run($"(Get-Help {name}).relatedLinks.navigationLink[0].uri").Output.Single().ToString());
    }

    private static HelpPage Page(string name) => HelpPage.All.Single(page => page.Name == name);

    private static Dictionary<string, XElement> Maml() => XDocument.Load(MamlPath).Root!.Elements().ToDictionary(command => command.Element(s_command + "details")!.Element(s_command + "name")!.Value);

    /// <summary>The parameters that are the cmdlet's own, the paging and the asking ones among them.</summary>
    private static IEnumerable<ParameterMetadata> Parameters(CommandInfo command) =>
        command.Parameters.Values.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    private static string Describe(ParameterMetadata parameter)
    {
        var sets = parameter.ParameterSets.Select(set => string.Join(
            ' ',
            set.Key == ParameterAttribute.AllParameterSets ? "(All)" : set.Key,
            set.Value.Position == int.MinValue ? "Named" : set.Value.Position.ToString(CultureInfo.InvariantCulture),
            set.Value.IsMandatory ? "true" : "false",
            set.Value.ValueFromPipeline ? "true" : "false",
            set.Value.ValueFromPipelineByPropertyName ? "true" : "false",
            set.Value.ValueFromRemainingArguments ? "true" : "false"));
        return string.Join('\n', sets.Order(StringComparer.Ordinal).Prepend($"{parameter.ParameterType}, aliases: {string.Join(", ", parameter.Aliases)}"));
    }

    private static IEnumerable<string> AcceptedValues(ParameterMetadata parameter)
    {
        var type = parameter.ParameterType.GetElementType() ?? parameter.ParameterType.GenericTypeArguments.FirstOrDefault() ?? parameter.ParameterType;
        return type.IsEnum ? Enum.GetNames(type) : parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(set => set.ValidValues);
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        Array => "",
        Uri uri => uri.OriginalString,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>An element's paragraphs, as a page has them.</summary>
    private static string Text(XElement? element) =>
        string.Join("\n\n", element?.Elements(s_maml + "para").Select(para => para.Value.Replace("\r", "", StringComparison.Ordinal).Trim('\n')) ?? []).Trim('\n');

    private string HelpUri(CommandInfo command) => _session.Run("param($command) $command.HelpUri", ("command", command)).ThrowIfFailed().Output.Single().ToString();
}
