using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Skipcall.TestServer;

/// <summary>
/// Puts an <see cref="HttpMessageHandler"/> (the module's sandbox, for example) behind a real socket on loopback.
/// When the handler throws, or its body does, the client sees its connection break.
/// </summary>
public sealed class SocketServer : IAsyncDisposable
{
    private readonly RequestLog _log = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpMessageHandler _handler;
    private readonly WebApplication _app;

    private SocketServer(HttpMessageHandler handler)
    {
        _handler = handler;

        // The empty builder reads no environment, no settings file, and logs nothing.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        _app = builder.Build();
        _app.Run(ServeAsync);
    }

    public Uri BaseUri => new(_app.Urls.Single());

    /// <summary>Compresses bodies for a client that accepts it.</summary>
    public bool Gzip { get; set; }

    /// <summary>A copy, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _log.Requests;

    /// <summary>The most requests that waited for the beginning of their answer at one time.</summary>
    public int PeakConcurrency => _log.Peak;

    /// <param name="handler">Answers every request; the server does not dispose it.</param>
    /// <param name="cancellationToken">Ends the start, not the server.</param>
    public static async Task<SocketServer> StartAsync(HttpMessageHandler handler, CancellationToken cancellationToken = default)
    {
        SocketServer server = new(handler);
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Breaks what is still being answered, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            using HttpResponseMessage response = await AnswerAsync(context, ended.Token);
            await SendAsync(response, context, ended.Token);
        }
        catch (Exception) when (!context.Response.HasStarted || ended.IsCancellationRequested)
        {
            // In mid-body it is left to Kestrel, which sends what there is, and then closes without a proper end.
            context.Abort();
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        HttpRequest request = context.Request;
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, cancellationToken);

        ReceivedRequest received = _log.Begin(
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", (IEnumerable<string?>)h.Value), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
        try
        {
            return await HandlerRelay.SendAsync(_handler, received, cancellationToken);
        }
        finally
        {
            _log.Answer();
        }
    }

    private async Task SendAsync(HttpResponseMessage message, HttpContext context, CancellationToken cancellationToken)
    {
        HttpResponse response = context.Response;
        response.StatusCode = (int)message.StatusCode;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = message.ReasonPhrase;
        foreach ((string name, string value) in HandlerRelay.EndToEndHeaders(message))
        {
            response.Headers.Append(name, value);
        }

        await using Stream source = await message.Content.ReadAsStreamAsync(cancellationToken);
        if (message.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified)
        {
            return;
        }

        if (Gzip && AcceptsGzip(context.Request) && response.Headers.ContentEncoding.Count == 0)
        {
            response.Headers.ContentEncoding = "gzip";
            await using GZipStream zip = new(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await source.CopyToAsync(zip, cancellationToken);
            return;
        }

        response.ContentLength = message.Content.Headers.ContentLength;
        await source.CopyToAsync(response.Body, cancellationToken);
    }

    private static bool AcceptsGzip(HttpRequest request) =>
        request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
}
