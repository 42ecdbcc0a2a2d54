using System.Net;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Skipcall.Engine.Tapes;

namespace Skipcall.Engine;

internal static class ConnectionFactory
{
    // .NET Framework's default of two would prevent prefetching.
    private const int MaximumConnections = 64;
    private const int MaximumHeaderKilobytes = 64;

    private static readonly TimeSpan s_connectionLifetime = TimeSpan.FromMinutes(5);

    private static SslProtocols Tls => IsDotNetFramework ? TlsOfDotNetFramework() : SslProtocols.None;

    private static bool IsDotNetFramework => RuntimeInformation.FrameworkDescription.StartsWith(".NET Framework", StringComparison.Ordinal);

    public static Uri Production { get; } = new("https://api-public.skipcall.app");

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the base URI is not allowed.</exception>
    public static SkipcallConnection ToService(Uri baseUri, string apiKey, IWebProxy? proxy, ClientOptions options, ICredentials? proxyCredential = null)
    {
        baseUri = CheckBaseUri(baseUri, proxy is not null);
        return Connect(CreateHandler(baseUri, proxy ?? EnvironmentProxy(baseUri, proxyCredential), proxyCredential), baseUri, apiKey, RateLimiterRegistry.For(baseUri, apiKey), options, null);
    }

    public static SkipcallConnection ToSandbox(Sandbox sandbox, string apiKey, ClientOptions options) =>
        Connect(sandbox.CreateHandler(), sandbox.BaseUri, apiKey, RateLimiterRegistry.For(sandbox), options, sandbox);

    internal static HttpClientHandler CreateHandler(Uri baseUri, IWebProxy? proxy, ICredentials? proxyCredential = null)
    {
        var handler = new HttpClientHandler
        {
            // A redirect could send the key to another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate,
            MaxConnectionsPerServer = MaximumConnections,
            MaxResponseHeadersLength = MaximumHeaderKilobytes,
            // Loopback may use plain http, and a proxy from the environment would get the key.
            UseProxy = proxy is not null || !baseUri.IsLoopback,
            SslProtocols = Tls,
            DefaultProxyCredentials = proxyCredential,
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

        // Not in .NET Standard, and HttpClientHandler hides the handler that has it.
        var sockets = typeof(HttpClientHandler).GetField("_underlyingHandler", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(handler);
        sockets?.GetType().GetProperty("PooledConnectionLifetime")?.SetValue(sockets, s_connectionLifetime);
    }

    /// <summary>TLS 1.2, because powershell.exe offers TLS 1.0 by default. Zero leaves the choice to Windows.</summary>
    private static SslProtocols TlsOfDotNetFramework() => ServicePointManager.SecurityProtocol == 0 ? SslProtocols.None : SslProtocols.Tls12;

    private static SkipcallConnection Connect(
        HttpMessageHandler handler, Uri baseUri, string apiKey, RateLimiter limiter, ClientOptions options, Sandbox? sandbox)
    {
        if (options.RecordingPath is { } path)
        {
            handler = new TapeRecorder(handler, path, options.MaximumResponseBytes);
        }

        return new(baseUri, apiKey, new SkipcallClient(handler, baseUri, apiKey, limiter, options, SystemClock.Instance), options, sandbox);
    }

    /// <summary>Checks the base URI and removes a trailing <c>/v1</c>.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the key must not be sent there.</exception>
    public static Uri CheckBaseUri(Uri uri, bool hasProxy)
    {
        var isWeb = uri.IsAbsoluteUri && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
        if (!isWeb || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw Invalid(
                $"The base URI '{TextSanitizer.Clean(uri.OriginalString)}' is not allowed. It must use https (http only for this machine), without user, query or fragment.");
        }

        if (hasProxy && uri.Scheme == Uri.UriSchemeHttp)
        {
            throw Invalid($"The base URI '{uri.OriginalString}' uses plain http, so it can't be combined with -Proxy: the proxy would get the API key.");
        }

        // Paths start with /v1, but a guide of the vendor has it in the base URI too.
        var text = uri.AbsoluteUri.TrimEnd('/');
        return new Uri(text.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? text.Substring(0, text.Length - 3) : text);
    }

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it is not the address of a proxy.</exception>
    public static IWebProxy CreateProxy(Uri proxy, ICredentials? credential)
    {
        var isAbsolute = proxy.IsAbsoluteUri && proxy.Host.Length > 0;
        if (!isAbsolute || proxy.Scheme is not ("http" or "https" or "socks4" or "socks4a" or "socks5"))
        {
            throw Invalid($"The proxy '{TextSanitizer.Clean(proxy.OriginalString)}' is not a valid address. Give a URI such as http://proxy.example:8080.");
        }

        if (proxy.UserInfo.Length > 0)
        {
            throw Invalid($"The proxy '{TextSanitizer.Clean(proxy.OriginalString)}' must not contain a user name or password. Use -ProxyCredential.");
        }

        // Setting UseDefaultCredentials would clear Credentials.
        return credential is null ? new WebProxy(proxy) { UseDefaultCredentials = true } : new WebProxy(proxy) { Credentials = credential };
    }

    /// <summary>The proxy from the environment if its address contains a password, which .NET would repeat in messages; otherwise null.</summary>
    internal static WebProxy? EnvironmentProxy(Uri baseUri, ICredentials? credential)
    {
        var system = baseUri.IsLoopback ? null : WebRequest.DefaultWebProxy;
        return system is not null && !system.IsBypassed(baseUri) && system.GetProxy(baseUri) is { UserInfo.Length: > 0 } address
            ? new WebProxy(TextSanitizer.Clean(address.OriginalString)) { Credentials = credential ?? system.Credentials?.GetCredential(address, "Basic") }
            : null;
    }

    private static SkipcallException Invalid(string message) => new(SkipcallErrorId.InvalidRequest, message);
}
