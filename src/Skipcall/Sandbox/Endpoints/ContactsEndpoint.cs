using System;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary><c>GET /v1/sequences/{id}/contacts</c>, as the specification describes it.</summary>
internal static class ContactsEndpoint
{
    public const int DefaultPage = 1;

    private const int DefaultLimit = 50;
    private const int LargestLimit = 100;

    private static readonly string[] s_statuses = Enum.GetNames(typeof(SequenceContactStatus));

    public static SandboxRoute Route(SequenceStore sequences, RowMover mover) =>
        new("GET", "v1/sequences/{id}/contacts", request => Answer(request, sequences, mover));

    public static string? SequenceIdOf(string[] segments) =>
        segments is ["v1", "sequences", var id, "contacts"] ? id : null;

    private static SandboxReply Answer(IncomingRequest request, SequenceStore sequences, RowMover mover)
    {
        if (sequences.Find(request.SequenceId!) is not { } sequence)
        {
            return ErrorReply.Create(404, "NOT_FOUND", "Sequence not found");
        }

        if (Number(request, "page", DefaultPage, int.MaxValue) is not { } page)
        {
            return Invalid("page must be a whole number, 1 or more");
        }

        if (Number(request, "limit", DefaultLimit, LargestLimit) is not { } limit)
        {
            return Invalid("limit must be a whole number, 1 to 100");
        }

        var status = request.Query["status"];
        if (status is not null && !s_statuses.Contains(status, StringComparer.Ordinal))
        {
            return Invalid("status must be one of " + string.Join(", ", s_statuses));
        }

        mover.Asked(sequence);
        var rows = sequence.Page(request.Query["tag"], status, page, limit);
        return new SandboxReply(200, PageJson.Write(rows, sequence.MayHoldAdditionalProperties, page, limit));
    }

    private static int? Number(IncomingRequest request, string name, int valueWhenAbsent, int largest)
    {
        if (request.Query[name] is null)
        {
            return valueWhenAbsent;
        }

        return request.Query.WholeNumber(name) is { } number && number >= 1 && number <= largest ? number : null;
    }

    private static SandboxReply Invalid(string message) => ErrorReply.Create(400, "BAD_REQUEST", message);
}
