using System;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary><c>GET /v1/calls</c> and <c>GET /v1/calls/{id}</c>.</summary>
internal static class CallsEndpoint
{
    private static readonly CallPage s_none = new(Array.Empty<PlacedCall>(), 0);

    // What an item of the list looks like is not known. It is inferred to be what the call is when asked for alone.
    public static SandboxRoute List(CallBook calls) => new(
        "GET",
        "v1/calls",
        request => List(request, calls),
        PageRequest.NumberParameter,
        PageRequest.LimitParameter,
        WorkspaceFilter.Parameter);

    public static SandboxRoute One(CallBook calls) => new("GET", "v1/calls/{id}", request => One(request.Segments[2], calls));

    private static SandboxReply List(IncomingRequest request, CallBook calls)
    {
        if (!PageRequest.TryRead(request.Query, out var page, out var refusal)
            || !WorkspaceFilter.TryRead(request.Query, out var workspaceIds, out refusal))
        {
            return refusal;
        }

        var found = workspaceIds.Contains(SampleOrganization.MainWorkspaceId) ? calls.Page(page) : s_none;
        return page.Answer(found.Calls, found.Total, CallJson.Write);
    }

    private static SandboxReply One(string id, CallBook calls) =>
        calls.Find(id) is { } call
            ? new SandboxReply(200, SandboxJson.Write(writer => CallJson.Write(writer, call)))
            : ErrorReply.NotFound("Call not found");
}
