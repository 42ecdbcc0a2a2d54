using System.Text.RegularExpressions;

namespace Skipcall.Tests;

/// <summary>An example of a help page: words, code, and what it writes.</summary>
public sealed class HelpExample
{
    private static readonly Regex s_form = new(@"^(?<words>.+?)\n\n```powershell\n(?<code>.+?)\n```(\n\n```Output\n(?<output>.+?)\n```)?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture);

    public HelpExample(string command, string title, string body)
    {
        var form = s_form.Match(body);
        Title = title;
        Name = command + "/" + Regex.Match(title, @"^Example (\d+): ").Groups[1].Value;
        IsWellFormed = form.Success;
        Words = form.Groups["words"].Value;
        Code = form.Groups["code"].Value;
        Output = form.Groups["output"].Value;
    }

    /// <summary>The command and the example's number.</summary>
    public string Name { get; }

    public string Title { get; }

    public bool IsWellFormed { get; }

    public string Words { get; }

    public string Code { get; }

    /// <summary>What the page says that it writes; empty when it shows nothing.</summary>
    public string Output { get; }
}
