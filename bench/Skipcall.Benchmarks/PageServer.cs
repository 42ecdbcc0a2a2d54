using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Skipcall.Benchmarks;

/// <summary>
/// The service, in its own process. <c>/latency/{ms}/v1/sequences/{n}/contacts</c> is a list of n contacts, <c>…/v1/workspaces</c>
/// checks a key, <c>/requests</c> counts requests since its last call, <c>/limited/{name}/latency/…</c> has a rate limit, and
/// <c>/limited/{name}</c> returns its grant times and refusals.
/// </summary>
internal static class PageServer
{
    private static readonly ServiceRows s_rows = new();
    private static readonly ConcurrentDictionary<string, Meter> s_meters = new();
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

        Meter? meter = null;
        if (path is ["limited", var name, .. var rest])
        {
            meter = s_meters.GetOrAdd(name, static name => new Meter(Enum.Parse<ModelRateWindow.Kind>(name.Split('-')[0])));
            path = rest;
        }

        if (path is not ["latency", var latency, "v1", .. var resource])
        {
            await context.Response.WriteAsJsonAsync(meter?.Read());
            return;
        }

        Interlocked.Increment(ref s_requests);
        var arrived = DateTimeOffset.UtcNow;
        var ticket = meter?.Take(arrived) ?? new ModelRateWindow.Ticket(true, 999_999, arrived.AddMinutes(1));
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
        headers["X-RateLimit-Limit"] = meter is null ? "1000000" : "1000";
        headers["X-RateLimit-Remaining"] = ticket.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = Math.Ceiling((ticket.ResetsAt - DateTimeOffset.UnixEpoch).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.StatusCode = ticket.Granted ? 200 : 429;
        headers.Date = DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        headers.ContentType = "application/json; charset=utf-8";
        headers.ContentLength = body.Length;
        if (latency != "0")
        {
            await Task.Delay(Number(latency));
        }

        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    /// <summary>A rate limit of 1000 a minute, with its grants and refusals.</summary>
    private sealed class Meter(ModelRateWindow.Kind kind)
    {
        private readonly ModelRateWindow _window = new(kind, 1000, TimeSpan.FromMinutes(1));
        private readonly List<DateTimeOffset> _granted = [];
        private int _refused;

        public ModelRateWindow.Ticket Take(DateTimeOffset now)
        {
            lock (_granted)
            {
                var ticket = _window.Take(now);
                if (ticket.Granted)
                {
                    _granted.Add(now);
                }

                _refused += ticket.Granted ? 0 : 1;
                return ticket;
            }
        }

        public Metered Read()
        {
            lock (_granted)
            {
                return new Metered(_granted.ToArray(), _refused);
            }
        }
    }

    private static int Query(HttpContext context, string name, int otherwise) =>
        context.Request.Query[name] is [{ } text] ? Number(text) : otherwise;

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

internal sealed record Metered(DateTimeOffset[] Granted, int Refused);
