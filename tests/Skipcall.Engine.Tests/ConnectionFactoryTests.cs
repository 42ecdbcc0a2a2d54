using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests;

public sealed class ConnectionFactoryTests
{
    private const string Key = "sk_live_0123456789abcdefXYZ9";

    [Theory]
    [InlineData("https://api-public.skipcall.app", "https://api-public.skipcall.app/")]
    [InlineData("https://api-public.skipcall.app/", "https://api-public.skipcall.app/")]
    [InlineData("https://api-public.skipcall.app/v1", "https://api-public.skipcall.app/")]
    [InlineData("https://api-public.skipcall.app/V1/", "https://api-public.skipcall.app/")]
    [InlineData("https://gateway.example/skipcall/v1/", "https://gateway.example/skipcall")]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/")]
    [InlineData("http://localhost:8080", "http://localhost:8080/")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/")]
    public void Base_uri_loses_its_version(string uri, string expected) =>
        Assert.Equal(expected, ConnectionFactory.ToService(new Uri(uri), Key, null, new ClientOptions()).BaseUri.AbsoluteUri);

    [Theory]
    [InlineData("http://api-public.skipcall.app")]
    [InlineData("http://192.168.0.1")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://user:password@api-public.skipcall.app")]
    [InlineData("https://api-public.skipcall.app/?key=1")]
    [InlineData("https://api-public.skipcall.app/#top")]
    [InlineData("/v1/sequences")]
    public void Base_uri_that_would_expose_the_key_is_refused(string uri)
    {
        var failure = Assert.Throws<SkipcallException>(() =>
            ConnectionFactory.ToService(new Uri(uri, UriKind.RelativeOrAbsolute), Key, null, new ClientOptions()));

        Assert.Equal(SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.StartsWith($"The base URI '{uri.Replace("user:password@", "", StringComparison.Ordinal)}' is not allowed. It must use https", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_base_uri_is_the_production_address() =>
        Assert.Equal("https://api-public.skipcall.app/", ConnectionFactory.Production.AbsoluteUri);

    [Fact]
    public void Connections_share_a_limiter_per_origin_and_key()
    {
        var one = Connect("https://one.example", Key);

        Assert.Same(one.Client.RateLimiter, Connect("https://one.example/v1/", Key).Client.RateLimiter);
        Assert.NotSame(one.Client.RateLimiter, Connect("https://one.example", Key + "0").Client.RateLimiter);
        Assert.NotSame(one.Client.RateLimiter, Connect("https://two.example", Key).Client.RateLimiter);
        GC.KeepAlive(one);

        static SkipcallConnection Connect(string uri, string key) => ConnectionFactory.ToService(new Uri(uri), key, null, new ClientOptions());
    }

    [Fact]
    public void Handler_follows_no_redirect_keeps_no_cookie_and_decompresses()
    {
        using var handler = ConnectionFactory.CreateHandler(new Uri("https://one.example"), null);

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.Equal(DecompressionMethods.GZip | DecompressionMethods.Deflate, handler.AutomaticDecompression);
        Assert.Equal(64, handler.MaxConnectionsPerServer);
        Assert.Equal(SslProtocols.None, handler.SslProtocols);
    }

    [Theory]
    [InlineData("https://one.example", false, true)]
    [InlineData("https://one.example", true, true)]
    [InlineData("http://127.0.0.1:8080", false, false)]
    [InlineData("http://127.0.0.1:8080", true, true)]
    public void Loopback_is_reached_directly_without_an_explicit_proxy(string uri, bool named, bool usesProxy)
    {
        var proxy = named ? new WebProxy("http://proxy.example:3128") : null;

        using var handler = ConnectionFactory.CreateHandler(new Uri(uri), proxy);

        Assert.Equal(usesProxy, handler.UseProxy);
        Assert.Same(proxy, handler.Proxy);
    }

    [Fact]
    public void Sandbox_has_its_own_limiter()
    {
        var sandbox = new Sandbox(new SandboxOptions(), SystemClock.Instance);
        var other = new Sandbox(new SandboxOptions(), SystemClock.Instance);

        var connection = ConnectionFactory.ToSandbox(sandbox, sandbox.ApiKey, new ClientOptions());

        Assert.Equal(sandbox.BaseUri, connection.BaseUri);
        Assert.Same(connection.Client.RateLimiter, ConnectionFactory.ToSandbox(sandbox, "another", new ClientOptions()).Client.RateLimiter);
        Assert.NotSame(connection.Client.RateLimiter, ConnectionFactory.ToSandbox(other, other.ApiKey, new ClientOptions()).Client.RateLimiter);
    }

    [Fact]
    public void Unused_limiter_is_released()
    {
        var gate = Forgotten();

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(gate.TryGetTarget(out _));
        Assert.NotNull(RateLimiterRegistry.For(new Uri("https://forgotten.example"), Key));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<RateLimiter> Forgotten() => new(RateLimiterRegistry.For(new Uri("https://forgotten.example"), Key));
    }

    [Fact]
    public void Connections_and_headers_are_bounded()
    {
        using var handler = ConnectionFactory.CreateHandler(new Uri("https://one.example"), null);

        Assert.Equal(64, handler.MaxResponseHeadersLength);
        var sockets = typeof(System.Net.Http.HttpClientHandler).GetField("_underlyingHandler", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(handler);
        Assert.Equal(TimeSpan.FromMinutes(5), Assert.IsType<System.Net.Http.SocketsHttpHandler>(sockets).PooledConnectionLifetime);
    }

    [Theory]
    [InlineData("127.0.0.1:8080", "is not a valid address")]
    [InlineData("proxy.example:8080", "is not a valid address")]
    [InlineData("ftp://proxy.example", "is not a valid address")]
    [InlineData("/proxy", "is not a valid address")]
    [InlineData("user:pa55word@proxy.example:8080", "is not a valid address")]
    [InlineData("http://user:pa55word@proxy.example:8080", "must not contain a user name or password")]
    public void Proxy_that_is_not_an_address_or_has_user_info_is_refused(string proxy, string reason)
    {
        var failure = Assert.Throws<SkipcallException>(() => ConnectionFactory.CreateProxy(new Uri(proxy, UriKind.RelativeOrAbsolute), null));

        Assert.Equal(SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pa55word", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    [InlineData("socks4")]
    [InlineData("socks4a")]
    [InlineData("socks5")]
    public void Proxy_of_each_kind_that_NET_knows_is_used(string scheme)
    {
        var uri = new Uri(scheme + "://proxy.example:8080");

        Assert.Equal(uri, Assert.IsType<WebProxy>(ConnectionFactory.CreateProxy(uri, null)).Address);
    }

    [Fact]
    public void Proxy_credential_is_kept()
    {
        var credential = new NetworkCredential("user", "pa55word");
        var uri = new Uri("http://proxy.example:8080");

        Assert.Same(credential, Assert.IsType<WebProxy>(ConnectionFactory.CreateProxy(uri, credential)).Credentials);
        Assert.True(Assert.IsType<WebProxy>(ConnectionFactory.CreateProxy(uri, null)).UseDefaultCredentials);
    }

    [Fact]
    public void Proxy_with_an_http_base_uri_is_refused()
    {
        var failure = Assert.Throws<SkipcallException>(() =>
            ConnectionFactory.ToService(new Uri("http://localhost:1"), Key, new WebProxy("http://proxy.example:8080"), new ClientOptions()));

        Assert.Equal(SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.Contains("the proxy would get the API key", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk_0123456789abcdefXYZ9_fr", "…9_fr")]
    [InlineData("sk_live_0123456789abcdefXYZ9", "sk_live_…XYZ9")]
    [InlineData("sk_live_0123456789_abcdef_x", "sk_live_…ef_x")]
    [InlineData("sk_test_0123456789abcdef", "sk_test_…cdef")]
    [InlineData("sk_test_0123456789abcde", "sk_test_…")]
    [InlineData("0123456789abcdef", "…cdef")]
    [InlineData("pk_test_0123456789abcdef", "…cdef")]
    [InlineData("sk_0123456789abcdef", "…cdef")]
    [InlineData("short", "…")]
    public void Masked_key_shows_kind_and_end(string key, string expected)
    {
        var connection = ConnectionFactory.ToService(new Uri("https://one.example"), key, null, new ClientOptions());

        Assert.Equal(expected, connection.ApiKey);
        Assert.DoesNotContain(key, connection.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" sk_test_abc\r\n", "sk_test_abc")]
    [InlineData("sk_test_abc", "sk_test_abc")]
    public void Key_is_trimmed(string typed, string expected)
    {
        using var key = ApiKeyText.Protect(typed);
        Assert.True(key.IsReadOnly());
        Assert.Equal(expected, ApiKeyText.Reveal(key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("sk_test_a b")]
    [InlineData("sk_test_a\r\nX-Evil: 1")]
    [InlineData("sk_test_é")]
    [InlineData("sk_test_\u007f")]
    public void Invalid_key_is_refused_without_repeating_it(string typed)
    {
        using var key = ApiKeyText.Protect(typed);

        var failure = Assert.Throws<SkipcallException>(() => ApiKeyText.Reveal(key));

        Assert.Equal(SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.StartsWith(typed.Trim().Length == 0 ? "The API key is empty." : "The API key contains invalid characters", failure.Message, StringComparison.Ordinal);
        Assert.True(typed.Trim().Length == 0 || !failure.Message.Contains(typed.Trim(), StringComparison.Ordinal));
    }
}
