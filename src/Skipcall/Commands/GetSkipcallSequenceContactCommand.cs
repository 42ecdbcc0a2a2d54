using System.Management.Automation;
using Skipcall.Engine.Scanning;

namespace Skipcall.Commands;

/// <summary>Gets the contacts of a sequence.</summary>
[Cmdlet(VerbsCommon.Get, "SkipcallSequenceContact", SupportsPaging = true, HelpUri = HelpUris.Root + "Get-SkipcallSequenceContact.md")]
[OutputType(typeof(SequenceContact))]
public sealed class GetSkipcallSequenceContactCommand : PagedCommand
{
    private const int MaximumTagsNamed = 20;

    private readonly SequenceIdInput _ids = new();
    private readonly HashSet<string> _reportedTags = new(StringComparer.Ordinal);
    private string[]? _tags;
    private SequenceContactStatus[]? _statuses;

    /// <summary>The ids of the sequences, read in order.</summary>
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
    [EnumNames(typeof(SequenceContactStatus), IsList = true)]
    public SequenceContactStatus[]? Status { get; set; }

    /// <summary>Checks the parameters.</summary>
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

        _ = Connections;
    }

    /// <summary>Writes the contacts of each sequence.</summary>
    protected override void ProcessRecord()
    {
        foreach (var connection in Connections)
        {
            foreach (var id in SequenceId)
            {
                if (IsSatisfied)
                {
                    return;
                }

                if (!MyInvocation.ExpectingInput || _ids.IsNew(connection, id))
                {
                    Guard(
                        () => ReadSequence(connection, SequenceIdInput.Checked(id)),
                        e => Report(SequenceIdInput.WithHint(e, id, connection), id));
                }
            }
        }
    }

    private void ReadSequence(SkipcallConnection connection, string id)
    {
        if (ReadList(connection.Client, SequenceContactQuery.Lists(id, _tags, _statuses, connection.Memory), WriteAll) == 0)
        {
            WarnOfUnusedTags(connection.Memory.Tags, id);
        }
    }

    /// <summary>Warns once about tags that no contact has, because they may be misspelled.</summary>
    private void WarnOfUnusedTags(ICollection<string> seen, string id)
    {
        var unused = (Tag ?? Array.Empty<string>()).Where(tag => (Status is null || !seen.Contains(tag)) && _reportedTags.Add(tag)).ToList();
        if (unused.Count > 0)
        {
            var names = seen.OrderBy(name => name, StringComparer.OrdinalIgnoreCase).Take(MaximumTagsNamed).Select(DisplayText.Clean);
            Warn($"No contact of '{DisplayText.Clean(id)}' has the tag '{string.Join("' or '", unused.Select(DisplayText.Clean))}'. Tags match in full, including case. "
                + (seen.Count == 0 ? "No tags have been seen on this connection yet."
                    : $"Tags seen on this connection: {string.Join(", ", names)}{(seen.Count > MaximumTagsNamed ? ", …" : "")}."));
        }
    }
}
