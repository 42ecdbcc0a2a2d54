using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Skipcall.Commands.Completion;

/// <summary>What a Tab key offers, made from what the session already knows: never a request.</summary>
internal static class CompletionItems
{
    // What PowerShell reads as this very text without quotes; a digit in front could be a number.
    private static readonly Regex s_bare = new(@"^[\p{L}_][\p{L}\p{N}_-]*$", RegexOptions.CultureInvariant);

    /// <summary>The connection that the command line would use; null when there is none.</summary>
    public static SkipcallConnection? FindConnection(System.Collections.IDictionary boundParameters) =>
        Unwrap(boundParameters[nameof(ConnectedCommand.Connection)]) ?? ConnectionState.Current;

    /// <summary>The values that begin with what was typed, in order, quoted where they must be.</summary>
    public static IEnumerable<CompletionResult> Values(IEnumerable<string> values, string typed, Func<string, string> tooltip)
    {
        var start = typed.Trim('\'', '"');
        return values
            .Where(value => value.Length > 0 && value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .OrderBy(value => value, StringComparer.OrdinalIgnoreCase)
            .Select(value => new CompletionResult(Quote(value), Visible(value), CompletionResultType.ParameterValue, tooltip(value)));
    }

    /// <summary>The connection that a variable holds; null when it holds something else.</summary>
    public static SkipcallConnection? Unwrap(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) as SkipcallConnection;

    private static string Quote(string value) =>
        s_bare.IsMatch(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static string Visible(string value) => Format.Text(value) is { Length: > 0 } text ? text : Quote(value);
}
