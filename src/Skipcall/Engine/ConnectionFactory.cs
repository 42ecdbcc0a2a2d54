using System;
using System.Net;
using System.Net.Http;
using System.Reflection;
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
    private const int MaximumHeaderKilobytes = 64;

    // So that changes in DNS are noticed.
    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    private static SslProtocols Tls => IsDotNetFramework ? TlsOfDotNetFramework() : SslProtocols.None;

    private static bool IsDotNetFramework => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    public static Uri Production { get; } = new("https://api-public.skipcall.app");

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the base URI is not allowed.</exception>
    public static SkipcallConnection ToService(Uri baseUri, string apiKey, IWebProxy? proxy, ClientOptions options)
    {
        baseUri = Checked(baseUri);
        if (proxy is not null && baseUri.Scheme == Uri.UriSchemeHttp)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, "-Proxy can't be combined with a base URI that uses http: the proxy would get the key in plain text.");
        }

        return Connect(CreateHandler(baseUri, proxy), baseUri, apiKey, RateLimiters.For(baseUri, apiKey), options, null);
    }

    public static SkipcallConnection ToSandbox(Sandbox sandbox, string apiKey, ClientOptions options) =>
        Connect(sandbox.CreateHandler(), sandbox.BaseUri, apiKey, RateLimiters.For(sandbox), options, sandbox);

    /// <summary>Creates a proxy from its address.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the address is not one of a proxy.</exception>
    public static IWebProxy CreateProxy(Uri address, ICredentials? credentials)
    {
        if (!address.IsAbsoluteUri || address.Host.Length == 0 || address.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The proxy '{Redaction.Clean(address.OriginalString)}' is not valid. Specify it as http://host:port.");
        }

        if (address.UserInfo.Length > 0)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The proxy '{Redaction.Clean(address.OriginalString)}' must not contain a user name or password. Use -ProxyCredential.");
        }

        // Setting UseDefaultCredentials replaces the credentials, even to false.
        return credentials is null ? new WebProxy(address) { UseDefaultCredentials = true } : new WebProxy(address) { Credentials = credentials };
    }

    internal static HttpClientHandler CreateHandler(Uri baseUri, IWebProxy? proxy)
    {
        var handler = new HttpClientHandler
        {
            // The API has no redirects, and the key must not be sent to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = MaximumConnections,
            MaxResponseHeadersLength = MaximumHeaderKilobytes,
            // A proxy from the environment would get the key in plain text.
            UseProxy = proxy is not null || !baseUri.IsLoopback,
            SslProtocols = Tls,
        };
        if (proxy is not null)
        {
            handler.Proxy = proxy;
        }

        LimitConnectionLifetime(handler, baseUri);
        return handler;
    }

    private static void LimitConnectionLifetime(HttpClientHandler handler, Uri baseUri)
    {
        if (IsDotNetFramework)
        {
            ServicePointManager.FindServicePoint(baseUri).ConnectionLeaseTimeout = (int)s_connectionLifetime.TotalMilliseconds;
            return;
        }

        // PooledConnectionLifetime is not in .NET Standard; HttpClientHandler hides the handler that has it.
        var sockets = typeof(HttpClientHandler).GetField("_underlyingHandler", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(handler);
        sockets?.GetType().GetProperty("PooledConnectionLifetime")?.SetValue(sockets, s_connectionLifetime);
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
