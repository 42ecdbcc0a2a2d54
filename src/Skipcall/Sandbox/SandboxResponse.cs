using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Skipcall.Sandboxing;

internal static class SandboxResponse
{
    public const string JsonType = "application/json";

    private const string HtmlType = "text/html";
    private const string HtmlPage =
        "<!DOCTYPE html>\n<html><head><title>Sandbox</title></head><body><h1>This is not the page you expected</h1></body></html>\n";

    public static HttpResponseMessage Json(int statusCode, Action<JsonFields> write) => Json(statusCode, SandboxJson.Object(write));

    public static HttpResponseMessage Json(int statusCode, ArraySegment<byte> body) => Create(statusCode, body, JsonType);

    public static HttpResponseMessage Text(int statusCode, string body, string mediaType = JsonType) =>
        Create(statusCode, new ArraySegment<byte>(Encoding.UTF8.GetBytes(body)), mediaType);

    /// <summary>The response of a fault; null if there is none, or if it changes the endpoint's own response.</summary>
    public static HttpResponseMessage? ForFault(SandboxFault? fault) => fault switch
    {
        { Kind: SandboxFaultKind.Status } => WithStatus(fault.StatusCode ?? 500, fault.Body),
        { Kind: SandboxFaultKind.Html } => Text(fault.StatusCode ?? 200, fault.Body ?? HtmlPage, HtmlType),
        { Kind: SandboxFaultKind.Truncate or SandboxFaultKind.Stall } when fault.StatusCode is not null || fault.Body is not null =>
            WithStatus(fault.StatusCode ?? 200, fault.Body),
        _ => null,
    };

    private static HttpResponseMessage WithStatus(int statusCode, string? body)
    {
        if (body is null)
        {
            return statusCode < 400 ? Text(statusCode, "") : SandboxError.ForStatus(statusCode).ToResponse();
        }

        return Text(statusCode, body, body.TrimStart() switch
        {
            ['{' or '[', ..] => JsonType,
            ['<', ..] => HtmlType,
            _ => "text/plain",
        });
    }

    private static HttpResponseMessage Create(int statusCode, ArraySegment<byte> body, string mediaType)
    {
        var response = new HttpResponseMessage((HttpStatusCode)statusCode);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            response.Content = new ByteArrayContent(Array.Empty<byte>());
            return response;
        }

        response.Content = new ByteArrayContent(body.Array!, body.Offset, body.Count);
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType) { CharSet = "utf-8" };

        // Set explicitly, because a relay does not copy a computed length.
        response.Content.Headers.ContentLength = body.Count;
        return response;
    }
}
