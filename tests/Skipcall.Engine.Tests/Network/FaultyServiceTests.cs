using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Network;

/// <summary>Faults between client and server, over real sockets with the production handler.</summary>
public sealed partial class FaultyServiceTests
{
    private static readonly string s_page = JsonResponse.PageJson(JsonResponse.Ids(100).Select(JsonResponse.Record), 100, 1, 100);

    private static Reply Good => Reply.Json(s_page);

    [Fact]
    public async Task Refused_connection_is_retried()
    {
        using var caller = new TestClient(UnusedAddress());

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(SocketError.ConnectionRefused, Inner<SocketException>(failure).SocketErrorCode);
        Assert.Equal(2, caller.Context.Retries);
        Assert.Null(failure.StatusCode);
    }

    [Fact]
    public async Task Refused_connection_is_retried_when_its_port_looks_like_the_status_of_a_proxy()
    {
        using var caller = new TestClient(UnusedAddress(from: 40_700));

        var failure = await caller.FailAsync();

        Assert.Contains(":407", failure.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(2, caller.Context.Retries);
        Assert.Null(failure.RecommendedAction);
    }

    [Fact]
    public async Task Unknown_host_is_ConnectionFailed()
    {
        using var caller = new TestClient(new Uri("https://nobody-knows-this-host.invalid"), TestClient.Patient with { MaximumRetryCount = 1 });

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Contains("nobody-knows-this-host.invalid", failure.Message, StringComparison.Ordinal);
        Assert.IsType<HttpRequestException>(failure.InnerException);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Theory]
    [InlineData(CutKind.ResetBeforeHeaders)]
    [InlineData(CutKind.ResetMidHeader)]
    [InlineData(CutKind.ResetMidBody)]
    [InlineData(CutKind.CloseMidBody)]
    [InlineData(CutKind.NoLastChunk)]
    public async Task Lasting_connection_failure_is_ConnectionFailed(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, _) => Good.Cut(cut));
        using var caller = new TestClient(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.True(failure.InnerException is HttpRequestException or IOException, failure.ToString());
        Assert.Equal(2, caller.Context.Retries);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(2, caller.Log.VerboseLines.Count(line => line.StartsWith("Retry ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(CutKind.ResetBeforeHeaders)]
    [InlineData(CutKind.ResetMidHeader)]
    [InlineData(CutKind.ResetMidBody)]
    [InlineData(CutKind.CloseMidBody)]
    [InlineData(CutKind.NoLastChunk)]
    public async Task Single_connection_failure_costs_one_retry(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Good.Cut(cut) : Good);
        using var caller = new TestClient(server.BaseUri);

        var page = await caller.GetPageAsync();

        Assert.Equal(100, page.Items.Count);
        Assert.Equal(1, caller.Context.Retries);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Connection_closed_before_headers_is_retried_by_dotnet_and_the_client()
    {
        await using var once = FaultyServer.Start((_, number) => number == 1 ? Good.Cut(CutKind.CloseBeforeHeaders) : Good);
        await using var always = FaultyServer.Start((_, _) => Good.Cut(CutKind.CloseBeforeHeaders));
        using var lucky = new TestClient(once.BaseUri);
        using var unlucky = new TestClient(always.BaseUri);

        Assert.Equal(100, (await lucky.GetPageAsync()).Items.Count);
        var failure = await unlucky.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(2, unlucky.Context.Retries);
        Assert.InRange(always.Requests.Count, 3, 3 * 4);
    }

    [Theory]
    [InlineData(CutKind.CloseBeforeHeaders, false)]
    [InlineData(CutKind.CloseBeforeHeaders, true)]
    [InlineData(CutKind.ResetMidBody, false)]
    public async Task Write_is_sent_once_when_a_kept_connection_closes(CutKind cut, bool hasBody)
    {
        await using var server = FaultyServer.Start((request, _) => request.Method == "POST" ? Good.Cut(cut) : Good);
        using var caller = new TestClient(server.BaseUri);
        await caller.GetPageAsync();

        var failure = await Assert.ThrowsAsync<SkipcallException>(() => caller.PostAsync(hasBody ? "{}"u8.ToArray() : null));

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
        Assert.Equal(0, caller.Context.Retries);
    }

    [Fact]
    public async Task Https_to_a_plain_http_port_is_ConnectionFailed()
    {
        await using var server = FaultyServer.Start((_, _) => Good);
        using var caller = new TestClient(new UriBuilder(server.BaseUri) { Scheme = "https" }.Uri, TestClient.Impatient with { MaximumRetryCount = 0 });

        // The server waits for the end of a line that never comes, so a timeout is possible too.
        var failure = await caller.FailAsync();

        Assert.True(failure.ErrorId is SkipcallErrorId.ConnectionFailed or SkipcallErrorId.Timeout, failure.ToString());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Untrusted_certificate_is_final_and_gets_no_key()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var handshake = ServeTlsAsync(listener);
        using var caller = new TestClient(new Uri($"https://{listener.LocalEndpoint}"));

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Inner<AuthenticationException>(failure);
        Assert.Equal(0, caller.Context.Retries);
        Assert.Equal(0, await handshake.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task List_with_a_different_failure_on_each_page_is_complete()
    {
        var ids = JsonResponse.Ids(1000);
        var failed = new Dictionary<string, int>();
        await using var server = FaultyServer.Start((request, _) =>
        {
            var page = int.Parse(request.Query("page")!, null);
            var good = Reply.Json(JsonResponse.PageJson(ids.Skip((page - 1) * 100).Take(100).Select(JsonResponse.Record), 1000, page, 100));
            lock (failed)
            {
                return failed.TryAdd(request.Target, page) ? Spoilt(good, page) : good;
            }
        });
        using var caller = new TestClient(server.BaseUri, TestClient.Patient with { MaximumRetryCount = 4, Timeout = TimeSpan.FromSeconds(150) });
        var sink = new ContactSink();
        var scan = new Scan<SequenceContact>(
            caller.Client, new SequenceContactQuery("s", null, null, new SeenValues()), new ScanOptions { Mode = ScanMode.All }, sink, caller.Log, caller.Clock);

        await scan.RunAsync(default);

        Assert.Equal(ids, sink.Ids);
        Assert.True(sink.Receipt.Complete, sink.Receipt.ToString());
        Assert.Equal(1, sink.Receipt.Passes);
        // One per page; more if a slow machine misses the timeout of three real seconds.
        Assert.InRange(sink.Receipt.Retries, 10, 20);
    }

    private static Reply Spoilt(Reply good, int page) => page switch
    {
        1 => good.Cut(CutKind.ResetBeforeHeaders),
        2 => good.Cut(CutKind.ResetMidHeader),
        3 => good.Cut(CutKind.ResetMidBody),
        4 => good.Cut(CutKind.CloseMidBody),
        5 => good.Cut(CutKind.NoLastChunk),
        6 => good.Truncated(3000),
        7 => Reply.Empty(200),
        8 => Reply.Empty(503).WithHeader("Retry-After", "1"),
        9 => good.Gzipped().Truncated(200),
        _ => Reply.Hang(),
    };

    private static TException Inner<TException>(Exception? e)
        where TException : Exception
    {
        var all = new List<Exception>();
        for (; e is not null; e = e.InnerException)
        {
            all.Add(e);
        }

        return Assert.Single(all.OfType<TException>());
    }

    private static Uri UnusedAddress(int from = 0)
    {
        for (var port = from; ; port++)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return new Uri($"http://{listener.LocalEndpoint}");
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The port is in use.
            }
        }
    }

    /// <summary>Accepts one TLS connection with a self-signed certificate, and returns the number of bytes after the handshake.</summary>
    private static async Task<int> ServeTlsAsync(TcpListener listener)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            return await tls.ReadAsync(new byte[100]);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // The client closes the connection as soon as it has seen the certificate.
            return 0;
        }
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), "it never happened");
            await Task.Delay(10);
        }
    }
}
