using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>
/// <c>GET /v1/workspaces</c>: what the module checks a key with. What the answer looks like is not known. The list is not
/// called paginated as others are, so it has no page and no total here, and stands in <c>data</c> because the statistics,
/// which have no pages either, do so; the <c>id</c> is inferred from <c>workspaceIds</c>, and nothing more is made up.
/// </summary>
internal static class WorkspacesEndpoint
{
    private static readonly string s_body =
        "{\"data\":[" + string.Join(",", SampleOrganization.WorkspaceIds.Select(id => "{\"id\":\"" + id + "\"}")) + "]}";

    public static SandboxRoute Route() => new("GET", "v1/workspaces", _ => new SandboxReply(200, s_body));
}
