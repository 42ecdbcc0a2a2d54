using System;
using System.Net;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine;

/// <summary>Makes connections.</summary>
internal static class ConnectionFactory
{
    // .NET Framework's own default is two, which no prefetching could hide latency with. There too it holds for the host
    // of each request alone (since 4.7.1), not for the process.
    private const int MostConnections = 64;

    private static SslProtocols Tls => IsDotNetFramework ? TlsOfDotNetFramework() : SslProtocols.None;

    private static bool IsDotNetFramework => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    public static Uri Production { get; } = new("https://api-public.skipcall.app");

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the key must not be sent there.</exception>
    public static SkipcallConnection ToService(Uri baseUri, string apiKey, IWebProxy? proxy, ClientOptions options)
    {
        baseUri = Checked(baseUri);
        return Connect(CreateHandler(baseUri, proxy), baseUri, apiKey, RateLimiters.For(baseUri, apiKey), options, null);
    }

    public static SkipcallConnection ToSandbox(Sandbox sandbox, string apiKey, ClientOptions options) =>
        Connect(sandbox.CreateHandler(), sandbox.BaseUri, apiKey, RateLimiters.For(sandbox), options, sandbox);

    /// <summary>What carries requests to the service.</summary>
    internal static HttpClientHandler CreateHandler(Uri baseUri, IWebProxy? proxy)
    {
        var handler = new HttpClientHandler
        {
            // The API has no redirects, and the key must not follow one.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = MostConnections,
            // What is on this machine is reached directly: a proxy out of the environment would get the key in plain text.
            UseProxy = proxy is not null || !baseUri.IsLoopback,
            SslProtocols = Tls,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        return handler;
    }

    /// <summary>
    /// powershell.exe offers TLS 1.0 unless its user says otherwise for the whole process: these requests are sent with 1.2. Where
    /// the process leaves the choice to Windows (zero) it stays there, as it does on .NET.
    /// </summary>
    private static SslProtocols TlsOfDotNetFramework() => ServicePointManager.SecurityProtocol == 0 ? SslProtocols.None : SslProtocols.Tls12;

    private static SkipcallConnection Connect(
        HttpMessageHandler handler, Uri baseUri, string apiKey, RateLimiter gate, ClientOptions options, Sandbox? sandbox) =>
        new(baseUri, apiKey, new SkipcallClient(handler, baseUri, apiKey, gate, options, SystemClock.Instance), options, sandbox);

    private static Uri Checked(Uri uri)
    {
        var isWeb = uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isWeb || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new SkipcallException(
                SkipcallErrorId.InvalidRequest,
                $"The base URI '{Redaction.Clean(uri.OriginalString)}' is refused: it has to be https (plain http only to this machine itself), without user, query and fragment.");
        }

        // Every path begins with /v1 already: one guide of the vendor's names a server that ends in it.
        var text = uri.AbsoluteUri.TrimEnd('/');
        return new Uri(text.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? text.Substring(0, text.Length - 3) : text);
    }
}
