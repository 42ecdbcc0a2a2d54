using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Skipcall.Commands.Completion;

/// <summary>Completes a tag from those that contacts had which came over this connection.</summary>
internal sealed class TagCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionItems.Values(
            CompletionItems.FindConnection(fakeBoundParameters)?.Memory.Tags ?? Array.Empty<string>(),
            wordToComplete,
            tag => $"Tag {Format.Text(tag)}, seen on this connection");
}
