namespace Skipcall.Sandboxing;

/// <summary>
/// <c>GET /v1/health</c>. That it exists is all that is known: the answer is an empty object, and it needs the key as
/// every other endpoint does.
/// </summary>
internal static class HealthEndpoint
{
    public static SandboxRoute Route() => new("GET", "v1/health", _ => new SandboxReply(200, "{}"));
}
