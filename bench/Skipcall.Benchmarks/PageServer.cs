using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Skipcall.Benchmarks;

/// <summary>
/// The service, in its own process. <c>/latency/{ms}/v1/sequences/{n}/contacts</c> is a list of n contacts with this latency,
/// <c>…/v1/workspaces</c> checks a key, <c>/requests</c> returns the number of requests since its last call.
/// </summary>
internal static class PageServer
{
    private static readonly ServiceRows s_rows = new();
    private static int s_requests;

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        foreach (var url in app.Urls)
        {
            await Console.Out.WriteLineAsync(url);
        }

        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path is ["requests"])
        {
            await context.Response.WriteAsync(Interlocked.Exchange(ref s_requests, 0).ToString(CultureInfo.InvariantCulture));
            return;
        }

        if (path is not ["latency", var latency, "v1", .. var resource])
        {
            context.Response.StatusCode = 404;
            return;
        }

        Interlocked.Increment(ref s_requests);
        using var body = new MemoryStream(80_000);
        switch (resource)
        {
            case ["sequences", var total, "contacts"]:
                s_rows.WritePage(Number(total), Query(context, "page", 1), Query(context, "limit", 50), body);
                break;
            case ["workspaces"]:
                body.Write("[]"u8);
                break;
            default:
                context.Response.StatusCode = 404;
                return;
        }

        var headers = context.Response.Headers;
        headers["X-RateLimit-Limit"] = "1000000";
        headers["X-RateLimit-Remaining"] = "999999";
        headers["X-RateLimit-Reset"] = (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60).ToString(CultureInfo.InvariantCulture);
        headers.Date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        headers.ContentType = "application/json; charset=utf-8";
        headers.ContentLength = body.Length;
        if (latency != "0")
        {
            await Task.Delay(Number(latency));
        }

        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    private static int Query(HttpContext context, string name, int otherwise) =>
        context.Request.Query[name] is [{ } text] ? Number(text) : otherwise;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
