using System;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary><c>GET /v1/sequences/{id}/contacts</c>, as the specification describes it.</summary>
internal static class ContactsEndpoint
{
    private static readonly string[] s_statuses = Enum.GetNames(typeof(SequenceContactStatus));

    public static SandboxRoute Route(SequenceStore sequences, RowMover mover) => new(
        "GET",
        "v1/sequences/{id}/contacts",
        request => Answer(request, sequences, mover),
        PageRequest.NumberParameter,
        PageRequest.LimitParameter,
        "tag",
        "status");

    public static string? SequenceIdOf(string[] segments) =>
        segments is ["v1", "sequences", var id, "contacts"] ? id : null;

    private static SandboxReply Answer(IncomingRequest request, SequenceStore sequences, RowMover mover)
    {
        if (sequences.Find(request.SequenceId!) is not { } sequence)
        {
            return ErrorReply.NotFound("Sequence not found");
        }

        if (!PageRequest.TryRead(request.Query, out var page, out var refusal))
        {
            return refusal;
        }

        var status = request.Query["status"];
        if (status is not null && !s_statuses.Contains(status, StringComparer.Ordinal))
        {
            return ErrorReply.Invalid("status must be one of " + string.Join(", ", s_statuses));
        }

        mover.Asked(sequence);
        var rows = sequence.Page(request.Query["tag"], status, page);
        var mayHoldRaw = sequence.MayHoldAdditionalProperties;
        return page.Answer(rows.Rows, rows.Total, (writer, row) => ContactJson.Write(writer, row, mayHoldRaw));
    }
}
