using System;
using System.Net;
using System.Net.Http;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine;

/// <summary>Creates connections.</summary>
internal static class ConnectionFactory
{
    // .NET Framework's default of two would prevent prefetching. Since 4.7.1 this setting applies to one host, not to the process.
    private const int MaximumConnections = 64;

    private static SslProtocols Tls => IsDotNetFramework ? TlsOfDotNetFramework() : SslProtocols.None;

    private static bool IsDotNetFramework => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    public static Uri Production { get; } = new("https://api-public.skipcall.app");

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the base URI is not allowed.</exception>
    public static SkipcallConnection ToService(Uri baseUri, string apiKey, IWebProxy? proxy, ClientOptions options)
    {
        baseUri = Checked(baseUri);
        return Connect(CreateHandler(baseUri, proxy), baseUri, apiKey, RateLimiters.For(baseUri, apiKey), options, null);
    }

    public static SkipcallConnection ToSandbox(Sandbox sandbox, string apiKey, ClientOptions options) =>
        Connect(sandbox.CreateHandler(), sandbox.BaseUri, apiKey, RateLimiters.For(sandbox), options, sandbox);

    internal static HttpClientHandler CreateHandler(Uri baseUri, IWebProxy? proxy)
    {
        var handler = new HttpClientHandler
        {
            // The API has no redirects, and the key must not be sent to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = MaximumConnections,
            // A proxy from the environment would get the key in plain text.
            UseProxy = proxy is not null || !baseUri.IsLoopback,
            SslProtocols = Tls,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        return handler;
    }

    /// <summary>TLS 1.2, since powershell.exe offers TLS 1.0 by default. If the process leaves the choice to Windows (zero), it stays there.</summary>
    private static SslProtocols TlsOfDotNetFramework() => ServicePointManager.SecurityProtocol == 0 ? SslProtocols.None : SslProtocols.Tls12;

    private static SkipcallConnection Connect(
        HttpMessageHandler handler, Uri baseUri, string apiKey, RateLimiter limiter, ClientOptions options, Sandbox? sandbox) =>
        new(baseUri, apiKey, new SkipcallClient(handler, baseUri, apiKey, limiter, options, SystemClock.Instance), options, sandbox);

    private static Uri Checked(Uri uri)
    {
        var isWeb = uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isWeb || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new SkipcallException(
                SkipcallErrorId.InvalidRequest,
                $"The base URI '{Redaction.Clean(uri.OriginalString)}' is not allowed. It must use https (http only for this machine), without user, query or fragment.");
        }

        // Paths already start with /v1, but one guide of the vendor has a base URI that ends in it.
        var text = uri.AbsoluteUri.TrimEnd('/');
        return new Uri(text.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? text.Substring(0, text.Length - 3) : text);
    }
}
