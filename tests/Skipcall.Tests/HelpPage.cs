using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Skipcall.Tests;

/// <summary>A help page of <c>docs</c>, as its sections say it.</summary>
public sealed class HelpPage
{
    private readonly string _text;

    private HelpPage(string path)
    {
        Path = path;
        Name = System.IO.Path.GetFileNameWithoutExtension(path);
        _text = File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal);
        FrontMatter = Regex.Match(_text, @"\A---\n(.*?)\n---\n", RegexOptions.Singleline).Groups[1].Value.Split('\n')
            .Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim());
        Parameters = Parts("PARAMETERS").Where(part => part.Title.StartsWith('-')).Select(part => new HelpParameter(part.Title[1..], part.Body)).ToList();
        Examples = Parts("EXAMPLES").Select(part => new HelpExample(Name, part.Title, part.Body)).ToList();
    }

    public static IReadOnlyList<HelpPage> All { get; } =
        Directory.GetFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*-Skipcall*.md").Order(StringComparer.Ordinal).Select(path => new HelpPage(path)).ToList();

    public string Path { get; }

    public string Name { get; }

    public string Text => _text;

    public IReadOnlyDictionary<string, string> FrontMatter { get; }

    public string Synopsis => Section("SYNOPSIS");

    public string Description => Section("DESCRIPTION");

    public string Notes => Section("NOTES");

    /// <summary>Names of the parameter sets, and how the command is written in each.</summary>
    public IReadOnlyList<(string Title, string Body)> Syntax => Parts("SYNTAX");

    public IReadOnlyList<HelpParameter> Parameters { get; }

    public IReadOnlyList<HelpExample> Examples { get; }

    public IReadOnlyList<(string Title, string Body)> Inputs => Parts("INPUTS");

    public IReadOnlyList<(string Title, string Body)> Outputs => Parts("OUTPUTS");

    public IReadOnlyList<(string Text, string Target)> Links =>
        Regex.Matches(Section("RELATED LINKS"), @"^- \[(.+)\]\((.+)\)$", RegexOptions.Multiline).Select(link => (link.Groups[1].Value, link.Groups[2].Value)).ToList();

    /// <summary>A section of the page, without its heading.</summary>
    private string Section(string title) =>
        Regex.Match(_text, $@"^## {title}\n(.*?)(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value.Trim();

    private List<(string Title, string Body)> Parts(string section) =>
        Regex.Matches(Section(section), @"^### ([^\n]+)\n(.*?)(?=^### |\z)", RegexOptions.Multiline | RegexOptions.Singleline)
            .Select(part => (part.Groups[1].Value, part.Groups[2].Value.Trim())).ToList();
}
