using System;
using System.Linq;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// <c>GET /v1/users</c>: a list in pages, whose items have an <c>organizationMembershipId</c>. No other field of them is
/// known, so none is sent.
/// </summary>
internal static class UsersEndpoint
{
    public static SandboxRoute Route() =>
        new("GET", "v1/users", Answer, PageRequest.NumberParameter, PageRequest.LimitParameter, WorkspaceFilter.Parameter);

    private static SandboxReply Answer(IncomingRequest request)
    {
        if (!PageRequest.TryRead(request.Query, out var page, out var refusal)
            || !WorkspaceFilter.TryRead(request.Query, out var workspaceIds, out refusal))
        {
            return refusal;
        }

        var users = SampleOrganization.Users.Where(user => user.WorkspaceIds.Intersect(workspaceIds).Any()).ToArray();
        var first = (int)Math.Min(page.Skip, users.Length);
        return page.Answer(users.Skip(first).Take(page.Limit).ToArray(), users.Length, Write);
    }

    private static void Write(Utf8JsonWriter writer, SampleUser user)
    {
        writer.WriteStartObject();
        writer.WriteString("organizationMembershipId", user.OrganizationMembershipId);
        writer.WriteEndObject();
    }
}
