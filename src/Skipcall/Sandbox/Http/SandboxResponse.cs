using System;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Threading;

namespace Skipcall.Sandboxing;

/// <summary>Turns a reply into the response that a caller gets.</summary>
internal static class SandboxResponse
{
    public static HttpResponseMessage Create(
        SandboxReply reply,
        SandboxFaultKind? fault,
        HttpRequestMessage request,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (reply.ReadyMade is { } readyMade)
        {
            readyMade.RequestMessage ??= request;
            return readyMade;
        }

        var response = new HttpResponseMessage((HttpStatusCode)reply.StatusCode)
        {
            RequestMessage = request,
            Content = Content(reply, fault, cancellationToken),
        };

        // As text, because a date that stays an object would keep the milliseconds that no header can carry.
        response.Headers.TryAddWithoutValidation("Date", now.ToString("r", CultureInfo.InvariantCulture));
        foreach (var header in reply.Headers)
        {
            response.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        return response;
    }

    private static HttpContent Content(SandboxReply reply, SandboxFaultKind? fault, CancellationToken cancellationToken)
    {
        var body = reply.Body;
        if (reply.StatusCode == (int)HttpStatusCode.NoContent)
        {
            return new ByteArrayContent(Array.Empty<byte>());
        }

        HttpContent content = fault switch
        {
            SandboxFaultKind.Stall => new StalledContent(body.Array!, body.Offset, body.Count, cancellationToken),
            SandboxFaultKind.Truncate => new ByteArrayContent(body.Array!, body.Offset, body.Count / 2),
            _ => new ByteArrayContent(body.Array!, body.Offset, body.Count),
        };

        // A length that is only computed is not among the headers that a relay copies.
        content.Headers.ContentLength = content.Headers.ContentLength;
        content.Headers.ContentType = new MediaTypeHeaderValue(reply.MediaType) { CharSet = "utf-8" };
        return content;
    }
}
