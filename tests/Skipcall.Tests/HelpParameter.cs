using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace Skipcall.Tests;

/// <summary>A parameter of a help page: what it means, and what the page says of its metadata.</summary>
public sealed class HelpParameter
{
    private readonly string _yaml;

    public HelpParameter(string name, string body)
    {
        var yaml = Regex.Match(body, @"\n```yaml\n(.*)\n```$", RegexOptions.Singleline);
        Name = name;
        Description = body[..yaml.Index].Trim();
        _yaml = "\n" + yaml.Groups[1].Value + "\n";
    }

    public string Name { get; }

    public string Description { get; }

    public string DefaultValue => Scalar("DefaultValue");

    public IReadOnlyList<string> AcceptedValues => List("AcceptedValues");

    /// <summary>Type, aliases and use in each parameter set, in the form that <see cref="HelpTests"/> writes the real ones in.</summary>
    public string Metadata => string.Join('\n', new[] { $"{Scalar("Type")}, aliases: {string.Join(", ", List("Aliases"))}" }.Concat(ParameterSets().Order(StringComparer.Ordinal)));

    private IEnumerable<string> ParameterSets() =>
        Regex.Matches(_yaml, @"^- Name: (.+)\n  Position: (.+)\n  IsRequired: (.+)\n  ValueFromPipeline: (.+)\n  ValueFromPipelineByPropertyName: (.+)\n  ValueFromRemainingArguments: (.+)$", RegexOptions.Multiline)
            .Select(set => string.Join(' ', set.Groups.Values.Skip(1).Select(group => group.Value)));

    private string Scalar(string key) => Regex.Match(_yaml, $@"\n{key}: (.*)\n").Groups[1].Value.Trim('\'');

    private List<string> List(string key) =>
        Regex.Match(_yaml, $@"\n{key}:\n((?:- .*\n)+)").Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..]).ToList();
}
