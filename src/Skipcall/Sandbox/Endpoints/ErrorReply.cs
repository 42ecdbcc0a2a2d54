using System;

namespace Skipcall.Sandboxing;

/// <summary>Answers with the body that the specification gives for errors: <c>{"error":{code,message,status}}</c>.</summary>
internal static class ErrorReply
{
    // Code and message as in the specification.
    public static SandboxReply Unauthorized() => Create(401, "UNAUTHORIZED", "Invalid or revoked API key");

    public static SandboxReply Denied(string code) => Create(403, code, code switch
    {
        "SUBSCRIPTION_REQUIRED" => "An active subscription is required to access the API",
        "PLAN_NOT_ELIGIBLE" => "API access requires STARTER, INTERMÉDIAIRE or EXPERT plan",
        _ => "Forbidden",
    });

    // The specification has no code for these: they are the sandbox's own.
    public static SandboxReply Create(int statusCode) => statusCode switch
    {
        400 => Invalid("Bad request"),
        401 => Unauthorized(),
        403 => Denied("PLAN_NOT_ELIGIBLE"),
        404 => NotFound("Not found"),
        429 => Create(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded"),
        500 => Create(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
        502 => Create(502, "BAD_GATEWAY", "Bad gateway"),
        503 => Create(503, "SERVICE_UNAVAILABLE", "Service unavailable"),
        504 => Create(504, "GATEWAY_TIMEOUT", "Gateway timeout"),
        _ => Create(statusCode, FormattableString.Invariant($"HTTP_{statusCode}"), "The sandbox answers with this status"),
    };

    public static SandboxReply Invalid(string message) => Create(400, "BAD_REQUEST", message);

    public static SandboxReply NotFound(string message) => Create(404, "NOT_FOUND", message);

    // Part of the real API perhaps: that the sandbox has no such thing must not look as though the service had none.
    public static SandboxReply NotInSandbox(string message) => Create(501, "NOT_IN_SANDBOX", message);

    private static SandboxReply Create(int statusCode, string code, string message) =>
        new(statusCode, SandboxJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("code", code);
            writer.WriteString("message", message);
            writer.WriteNumber("status", statusCode);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
}
