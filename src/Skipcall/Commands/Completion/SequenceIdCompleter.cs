using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Skipcall.Commands.Completion;

/// <summary>Completes the id of a sequence from those that were read over this connection, and those that its sandbox has.</summary>
internal sealed class SequenceIdCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var connection = CompletionItems.FindConnection(fakeBoundParameters);
        IEnumerable<string> used = connection?.Memory.SequenceIds ?? Array.Empty<string>();
        var own = connection?.Sandbox?.SequenceIds ?? Array.Empty<string>();
        return CompletionItems.Values(
            used.Union(own, StringComparer.Ordinal),
            wordToComplete,
            id => own.Contains(id) ? $"Sequence {Format.Text(id)} of the sandbox" : $"Sequence {Format.Text(id)}, read over this connection");
    }
}
