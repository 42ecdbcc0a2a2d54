namespace Skipcall.Sandboxing;

/// <summary>Thrown by an endpoint for an error response in the format of the specification, <c>{"error":{code,message,status}}</c>.</summary>
internal sealed class SandboxError : Exception
{
    private readonly int _statusCode;
    private readonly string _code;

    private SandboxError(int statusCode, string code, string message)
        : base(message)
    {
        _statusCode = statusCode;
        _code = code;
    }

    public static SandboxError Unauthorized() => new(401, "UNAUTHORIZED", "Invalid or revoked API key");

    public static SandboxError Denied(string code) => new(403, code, code switch
    {
        "SUBSCRIPTION_REQUIRED" => "An active subscription is required to access the API",
        "PLAN_NOT_ELIGIBLE" => "API access requires STARTER, INTERMÉDIAIRE or EXPERT plan",
        _ => "Forbidden",
    });

    // These codes are not in the specification.
    public static SandboxError ForStatus(int statusCode) => statusCode switch
    {
        400 => Invalid("Bad request"),
        401 => Unauthorized(),
        403 => Denied("PLAN_NOT_ELIGIBLE"),
        404 => NotFound("Not found"),
        429 => new(429, "RATE_LIMIT_EXCEEDED", "Rate limit exceeded"),
        500 => new(500, "INTERNAL_SERVER_ERROR", "Internal server error"),
        502 => new(502, "BAD_GATEWAY", "Bad gateway"),
        503 => new(503, "SERVICE_UNAVAILABLE", "Service unavailable"),
        504 => new(504, "GATEWAY_TIMEOUT", "Gateway timeout"),
        _ => new(statusCode, FormattableString.Invariant($"HTTP_{statusCode}"), "A fault of the sandbox"),
    };

    public static SandboxError Invalid(string message) => new(400, "BAD_REQUEST", message);

    public static SandboxError NotFound(string message) => new(404, "NOT_FOUND", message);

    // The API may support the request, so the sandbox must not claim that it does not.
    public static SandboxError NotInSandbox(string message) => new(501, "NOT_IN_SANDBOX", message);

    public HttpResponseMessage ToResponse() => SandboxResponse.Json(_statusCode, json => json.Object("error", this, static (json, error) =>
    {
        json.Text("code", error._code);
        json.Text("message", error.Message);
        json.Number("status", error._statusCode);
    }));
}
