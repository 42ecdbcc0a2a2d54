using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Skipcall.Commands;

/// <summary>Base class of the argument completers. They use what the session already knows and never send a request.</summary>
internal abstract class SkipcallCompleter : IArgumentCompleter
{
    // Text that PowerShell parses as this string without quotes. With a leading digit, it could be a number.
    private static readonly Regex s_bare = new(@"^([\p{L}_][\p{L}\p{N}_-]*|/[\p{L}\p{N}_/%.~-]*)$", RegexOptions.CultureInvariant);

    public abstract IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);

    protected static SkipcallConnection? FindConnection(IDictionary boundParameters) =>
        Unwrap(boundParameters[nameof(PagedCommand.Connection)] is IList { Count: > 0 } list ? list[0] : boundParameters[nameof(PagedCommand.Connection)])
        ?? CurrentConnection.Current;

    protected static SkipcallConnection? Unwrap(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) as SkipcallConnection;

    /// <summary>The values that start with the typed text, sorted, and quoted if necessary.</summary>
    protected static IEnumerable<CompletionResult> Matches(IEnumerable<string> values, string typed, Func<string, string> tooltip)
    {
        var start = typed.Trim('\'', '"');
        return values
            .Where(value => value.Length > 0 && value.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .OrderBy(value => value, StringComparer.OrdinalIgnoreCase)
            .Select(value => new CompletionResult(Quote(value), Visible(value), CompletionResultType.ParameterValue, tooltip(DisplayText.Clean(value))));
    }

    private static string Quote(string value) =>
        s_bare.IsMatch(value) ? value : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static string Visible(string value) => DisplayText.Clean(value) is { Length: > 0 } text ? text : Quote(value);
}

/// <summary>Completes -Connection with variables that contain a connection.</summary>
internal sealed class ConnectionCompleter : SkipcallCompleter
{
    // Unlike Get-Variable, the provider exists in every host and sees the caller's scope.
    private const string Variables = "$ExecutionContext.InvokeProvider.ChildItem.Get('Variable:', $false)";

    private static readonly Regex s_simple = new(@"^\w+$", RegexOptions.CultureInvariant);

    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from item in ScriptBlock.Create(Variables).Invoke()
        let variable = item.BaseObject as PSVariable
        let connection = Unwrap(variable?.Value)
        where connection is not null
        let text = s_simple.IsMatch(variable.Name) ? "$" + variable.Name : "${" + variable.Name.Replace("`", "``").Replace("{", "`{").Replace("}", "`}") + "}"
        where text.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
        orderby text
        select new CompletionResult(text, text, CompletionResultType.Variable, connection.ToString());
}

/// <summary>Completes -SequenceId with ids that the connection has read and those of its sandbox.</summary>
internal sealed class SequenceIdCompleter : SkipcallCompleter
{
    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var connection = FindConnection(fakeBoundParameters);
        var ofSandbox = connection?.Sandbox?.SequenceIds ?? Array.Empty<string>();
        return Matches(SequenceIdInput.KnownIds(connection), wordToComplete, id => ofSandbox.Contains(id) ? $"Sequence {id} of the sandbox" : $"Sequence {id}, read over this connection");
    }
}

/// <summary>Completes -Path with endpoints that need no id, and with the lists of known sequences.</summary>
internal sealed class ApiPathCompleter : SkipcallCompleter
{
    private static readonly string[] s_paths =
    {
        "/v1/calls", "/v1/contacts", "/v1/custom-fields", "/v1/health", "/v1/sequences", "/v1/stats/status-repartition",
        "/v1/stats/tag-repartition", "/v1/tags", "/v1/users", "/v1/workspaces",
    };

    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Matches(s_paths.Concat(SequenceIdInput.KnownIds(FindConnection(fakeBoundParameters)).Select(ListOf)), wordToComplete, static path => path);

    private static string ListOf(string sequenceId) => $"/v1/sequences/{Uri.EscapeDataString(sequenceId)}/contacts";
}

/// <summary>Completes -Tag with tags that the connection has read.</summary>
internal sealed class TagCompleter : SkipcallCompleter
{
    public override IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Matches(FindConnection(fakeBoundParameters)?.Memory.Tags ?? Array.Empty<string>(), wordToComplete, tag => $"Tag {tag}, seen on this connection");
}
