namespace Skipcall.Sandboxing;

/// <summary>
/// <c>GET /v1/workspaces</c>: what the module checks a key with. The specification at hand does not describe its answer,
/// so this one is no example of it.
/// </summary>
internal static class WorkspacesEndpoint
{
    private const string Body =
        """{"data":[{"id":"5a4d0b0e-0000-4000-8000-000000000001","name":"Sandbox"}],"total":1,"page":1,"limit":50,"totalPages":1}""";

    public static SandboxRoute Route() => new("GET", "v1/workspaces", _ => new SandboxReply(200, Body));
}
