using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>The contacts of a sequence: <c>GET /v1/sequences/{id}/contacts</c>.</summary>
internal sealed class SequenceContactQuery : ListQuery<SequenceContact>
{
    private const int MaximumWarnings = 10;

    private readonly SeenValues _memory;
    private readonly string _path;
    private readonly ICollection<SequenceContactStatus>? _accepted;
    private readonly HashSet<string> _unexpected = new(StringComparer.Ordinal);

    public SequenceContactQuery(string sequenceId, string? tag, SequenceContactStatus? status, SeenValues memory)
    {
        Target = sequenceId;
        Tag = tag;
        Status = status?.ToString();
        Decoder = new SequenceContactDecoder(sequenceId, memory);
        _memory = memory;
        _path = "/v1/sequences/" + Uri.EscapeDataString(sequenceId) + "/contacts";
    }

    /// <summary>All contacts, filtered by status in the module.</summary>
    private SequenceContactQuery(string sequenceId, string? tag, ICollection<SequenceContactStatus> accepted, SeenValues memory)
        : this(sequenceId, tag, (SequenceContactStatus?)null, memory) => _accepted = accepted;

    /// <summary>The lists to read for contacts with one of these tags and one of these statuses.</summary>
    public static ScanLists<SequenceContact> Lists(
        string sequenceId, ICollection<string>? tags, ICollection<SequenceContactStatus>? statuses, SeenValues memory)
    {
        var queries =
            from tag in tags?.Cast<string?>() ?? new string?[] { null }
            from status in statuses?.Cast<SequenceContactStatus?>() ?? new SequenceContactStatus?[] { null }
            select new SequenceContactQuery(sequenceId, tag, status, memory);
        var whole = statuses?.Count > 1 && !(tags?.Count > 1) ? new SequenceContactQuery(sequenceId, tags?.FirstOrDefault(), statuses, memory) : null;
        return new ScanLists<SequenceContact>(queries.ToArray(), whole);
    }

    public override string Target { get; }

    public override string Noun => "contacts";

    public override string? Tag { get; }

    public override string? Status { get; }

    public override PageDecoder<SequenceContact> Decoder { get; }

    public override ApiRequest Request(long page, int pageSize)
    {
        var query = FormattableString.Invariant($"?page={page}&limit={pageSize}");
        query += Tag is null ? "" : "&tag=" + Uri.EscapeDataString(Tag);
        query += Status is null ? "" : "&status=" + Status;
        return new ApiRequest(HttpMethod.Get, _path + query, Target);
    }

    public override string? IdOf(SequenceContact record) => record.Id;

    public override DateTimeOffset? CreatedAtOf(SequenceContact record) => record.CreatedAtAsSent;

    public override bool Accepts(SequenceContact record) =>
        _accepted is null || _accepted.Any(status => status.ToString() == record.Status);

    public override void Inspect(Page<SequenceContact> page, IEngineLog log, KeyRedactor redactor)
    {
        _memory.RememberSequenceId(Target);
        foreach (var contact in page.Items)
        {
            if (contact.Status is { } status && _memory.IsNewStatus(status))
            {
                log.Warning($"Unknown status '{redactor.Clean(status, 50)}' was passed through unchanged.");
            }

            CheckFilter(contact, log, redactor);
        }
    }

    /// <summary>Warns about contacts that were not requested, because some services ignore filters.</summary>
    private void CheckFilter(SequenceContact contact, IEngineLog log, KeyRedactor redactor)
    {
        if (Status is not null && contact.Status != Status && IsFirst("status " + contact.Status))
        {
            log.Warning(contact.Status is { } status
                ? $"A contact with status '{redactor.Clean(status, 50)}' was returned, although only {Status} was requested."
                : $"A contact without a status was returned, although only {Status} was requested.");
        }

        if (Tag is not null && !contact.Tags.Exists(tag => string.Equals(tag.Label, Tag, StringComparison.OrdinalIgnoreCase)) && IsFirst("tag"))
        {
            log.Warning($"A contact without the tag '{Tag}' was returned, although only contacts with this tag were requested.");
        }
    }

    private bool IsFirst(string what) => _unexpected.Count < MaximumWarnings && _unexpected.Add(what);
}
