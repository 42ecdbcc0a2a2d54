using System;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using Skipcall.Commands.Completion;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Gets the contacts of a sequence, page by page, as typed objects.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallSequenceContact", DefaultParameterSetName = "Page", SupportsPaging = true, HelpUri = HelpUris.Root + "Get-SkipcallSequenceContact.md")]
[OutputType(typeof(SequenceContact))]
public sealed class GetSkipcallSequenceContactCommand : ListCommand
{
    // What to filter by; null for nothing.
    private string?[] _tags = { null };
    private SequenceContactStatus?[] _statuses = { null };

    /// <summary>The sequences, one after the other.</summary>
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
    // No array: PowerShell completes an array of an enum by itself, and says nothing of what its values mean.
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StatusCompleter))]
    public Collection<SequenceContactStatus>? Status { get; set; }

    /// <summary>Refuses what has no honest meaning, before any request.</summary>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _tags = Tag?.Distinct(StringComparer.Ordinal).ToArray() ?? _tags;
        _statuses = Status?.Distinct().Cast<SequenceContactStatus?>().ToArray() ?? _statuses;
        if (_tags.Length * _statuses.Length > 1 && CountsInOneList)
        {
            Fail(
                new SkipcallException(SkipcallErrorId.InvalidRequest, "-Skip and -IncludeTotalCount count in one list, and several tags or statuses are several lists: give one of each at most."),
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
        var ledger = new SeenRecords();
        foreach (var tag in _tags)
        {
            foreach (var status in _statuses)
            {
                ReadList(connection.Client, new SequenceContactQuery(id, tag, status, connection.Memory), ledger, WriteAll);
            }
        }
    }

    private static string Checked(string id) =>
        string.IsNullOrWhiteSpace(id) || id is "." or ".."
            ? throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"'{id}' can't be the id of a sequence.")
            : id;
}
