namespace Skipcall.Sandboxing;

/// <summary>The answers that a fault puts in the place of the service's own.</summary>
internal static class FaultReply
{
    private const string Page =
        "<!DOCTYPE html>\n<html><head><title>Sandbox</title></head><body><h1>This is not the page you expected</h1></body></html>\n";

    /// <summary>The answer; null when there is no fault, or when it does something to the service's own answer.</summary>
    public static SandboxReply? For(SandboxFault? fault)
    {
        if (fault is null)
        {
            return null;
        }

        switch (fault.Kind)
        {
            case SandboxFaultKind.Status:
                return WithStatus(fault.StatusCode ?? 500, fault.Body);
            case SandboxFaultKind.Html:
                return new SandboxReply(fault.StatusCode ?? 200, fault.Body ?? Page, SandboxReply.Html);
            case SandboxFaultKind.Truncate or SandboxFaultKind.Stall when fault.StatusCode is not null || fault.Body is not null:
                return WithStatus(fault.StatusCode ?? 200, fault.Body);
            default:
                return null;
        }
    }

    private static SandboxReply WithStatus(int statusCode, string? body)
    {
        if (body is not null)
        {
            return new SandboxReply(statusCode, body, MediaTypeOf(body));
        }

        return statusCode < 400 ? new SandboxReply(statusCode, "") : ErrorReply.Create(statusCode);
    }

    private static string MediaTypeOf(string body) => body.TrimStart() switch
    {
        ['{' or '[', ..] => SandboxReply.Json,
        ['<', ..] => SandboxReply.Html,
        _ => SandboxReply.PlainText,
    };
}
