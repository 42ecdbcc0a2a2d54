using System;
using System.Net.Http;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>The contacts of a sequence: <c>GET /v1/sequences/{id}/contacts</c>.</summary>
internal sealed class SequenceContactQuery : ListQuery<SequenceContact>
{
    private readonly ConnectionMemory _memory;
    private readonly string _path;

    public SequenceContactQuery(string sequenceId, string? tag, SequenceContactStatus? status, ConnectionMemory memory)
    {
        Target = sequenceId;
        Tag = tag;
        Status = status?.ToString();
        Decoder = new SequenceContactDecoder(sequenceId);
        _memory = memory;
        _path = "/v1/sequences/" + Uri.EscapeDataString(sequenceId) + "/contacts";
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

    public override DateTimeOffset? CreatedAtOf(SequenceContact record) => record.CreatedAt;

    public override void Inspect(Page<SequenceContact> page, IEngineLog log)
    {
        _memory.RememberSequenceId(Target);
        foreach (var contact in page.Items)
        {
            if (contact.Status is { } status && _memory.IsNewStatus(status))
            {
                log.Warning($"Unknown status '{Redaction.Clean(status, 50)}' was passed through unchanged.");
            }

            foreach (var tag in contact.Tags)
            {
                _memory.RememberTag(tag.Label);
            }
        }
    }
}
