using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Skipcall.Commands.Completion;

/// <summary>Completes a connection from the variables that hold one.</summary>
internal sealed class ConnectionCompleter : IArgumentCompleter
{
    // The provider, and no cmdlet: it is there in every host, and in the scope of whoever pressed the key.
    private const string Variables = "$ExecutionContext.InvokeProvider.ChildItem.Get('Variable:', $false)";

    private static readonly Regex s_simple = new(@"^\w+$", RegexOptions.CultureInvariant);

    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        from item in ScriptBlock.Create(Variables).Invoke()
        let variable = item.BaseObject as PSVariable
        let connection = CompletionItems.Unwrap(variable?.Value)
        where connection is not null
        let text = s_simple.IsMatch(variable.Name) ? "$" + variable.Name : "${" + variable.Name.Replace("`", "``").Replace("{", "`{").Replace("}", "`}") + "}"
        where text.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase)
        orderby text
        select new CompletionResult(text, text, CompletionResultType.Variable, connection.ToString());
}
