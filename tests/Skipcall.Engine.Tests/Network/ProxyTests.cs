using System.Net;

namespace Skipcall.Engine.Tests.Network;

/// <summary>Which proxy a request uses. Serial, because the default proxy is process-wide.</summary>
[Collection(nameof(NotParallel))]
public sealed class ProxyTests
{
    private static Reply Good => Reply.Json(JsonResponse.PageJson(JsonResponse.Ids(1).Select(JsonResponse.Record), 1, 1, 100));

    [Fact]
    public async Task Explicit_proxy_is_used()
    {
        await using var proxy = FaultyServer.Start((_, _) => Good);
        using var caller = new TestClient(new("http://localhost:9"), proxy: new AskedForProxy(proxy));

        Assert.Single((await caller.GetPageAsync()).Items);

        Assert.StartsWith("http://localhost:9/v1/sequences/", proxy.Requests.Single().Target, System.StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_from_the_environment_is_not_used_for_loopback()
    {
        await using var proxy = FaultyServer.Start((_, _) => Good);
        await using var server = FaultyServer.Start((_, _) => Good);
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new AskedForProxy(proxy);
        try
        {
            using var caller = new TestClient(server.BaseUri);
            Assert.Single((await caller.GetPageAsync()).Items);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Empty(proxy.Requests);
        Assert.Single(server.Requests);
    }

    private sealed class AskedForProxy : IWebProxy
    {
        private readonly FaultyServer _server;

        public AskedForProxy(FaultyServer server) => _server = server;

        public ICredentials? Credentials { get; set; }

        public System.Uri GetProxy(System.Uri destination) => _server.BaseUri;

        public bool IsBypassed(System.Uri host) => false;
    }
}
