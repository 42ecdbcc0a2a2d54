using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Skipcall.Commands.Completion;

/// <summary>Completes a status, and says what it means.</summary>
internal sealed class StatusCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionItems.Values(Enum.GetValues(typeof(SequenceContactStatus)).Cast<SequenceContactStatus>().Select(status => status.ToString()), wordToComplete, Meaning);

    private static string Meaning(string status) => status switch
    {
        nameof(SequenceContactStatus.CONNECTED) => "The contact was reached.",
        nameof(SequenceContactStatus.RESPONDER) => "An answering machine took the call.",
        nameof(SequenceContactStatus.ERROR) => "The call failed.",
        nameof(SequenceContactStatus.CANCELLED) => "The call was cancelled.",
        nameof(SequenceContactStatus.RUNNING) => "The contact is being called.",
        nameof(SequenceContactStatus.MISSING_NUMBER) => "The contact has no number that can be called.",
        _ => status,
    };
}
