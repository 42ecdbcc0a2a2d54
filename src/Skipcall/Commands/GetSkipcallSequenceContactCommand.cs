using System;
using System.Linq;
using System.Management.Automation;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Gets the contacts of a sequence.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallSequenceContact", DefaultParameterSetName = "Page", SupportsPaging = true, HelpUri = HelpUris.Root + "Get-SkipcallSequenceContact.md")]
[OutputType(typeof(SequenceContact))]
public sealed class GetSkipcallSequenceContactCommand : PagedCommand
{
    private string[]? _tags;
    private SequenceContactStatus[]? _statuses;

    /// <summary>The ids of the sequences, which are read in order.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(SequenceIdCompleter))]
    public string[] SequenceId { get; set; } = Array.Empty<string>();

    /// <summary>Only contacts with one of these tags, by label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>Only contacts with one of these statuses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SequenceContactStatus[]? Status { get; set; }

    /// <summary>Checks the parameters before any request.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _tags = Tag?.Distinct(StringComparer.Ordinal).ToArray();
        _statuses = Status?.Distinct().ToArray();
        if ((_tags?.Length > 1 || _statuses?.Length > 1) && NeedsSingleList)
        {
            Fail(
                new SkipcallException(SkipcallErrorId.InvalidRequest, "-Skip and -IncludeTotalCount can't be combined with more than one tag or status."),
                null);
        }

        RequireConnection();
    }

    /// <summary>Writes the contacts of each sequence.</summary>
    protected override void ProcessRecord()
    {
        foreach (var id in SequenceId)
        {
            if (IsSatisfied)
            {
                return;
            }

            try
            {
                ReadSequence(RequireConnection(), Checked(id));
            }
            catch (SkipcallException e)
            {
                Report(e, id);
            }
        }
    }

    private void ReadSequence(SkipcallConnection connection, string id)
    {
        ReadList(connection.Client, SequenceContactQuery.Lists(id, _tags, _statuses, connection.Memory), WriteAll);
    }

    private static string Checked(string id) =>
        string.IsNullOrWhiteSpace(id) || id is "." or ".."
            ? throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"'{id}' can't be the id of a sequence.")
            : id;
}
