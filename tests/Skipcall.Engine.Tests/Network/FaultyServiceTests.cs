using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Scanning;
using Xunit;

namespace Skipcall.Engine.Tests.Network;

/// <summary>What goes wrong between a client and a server, over real sockets and with the handler that is used in earnest.</summary>
public sealed class FaultyServiceTests
{
    private static readonly string s_page = Answer.PageJson(Answer.Ids(100).Select(Answer.Record), 100, 1, 100);

    private static Reply Good => Reply.Json(s_page);

    // --- Connections that break ---

    [Fact]
    public async Task A_refused_connection_is_tried_again_and_says_so()
    {
        using var caller = new Caller(UnusedAddress());

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(SocketError.ConnectionRefused, Inner<SocketException>(failure).SocketErrorCode);
        Assert.Equal(2, caller.Context.Retries);
        Assert.Null(failure.StatusCode);
    }

    [Fact]
    public async Task A_host_nobody_knows_is_a_failed_connection()
    {
        using var caller = new Caller(new Uri("https://nobody-knows-this-host.invalid"), Caller.Patient with { MaximumRetryCount = 1 });

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
    public async Task A_connection_that_always_breaks_is_a_failure_by_name(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, _) => Good.Cut(cut));
        using var caller = new Caller(server.BaseUri);

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
    public async Task A_connection_that_breaks_once_costs_a_retry_and_nothing_else(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Good.Cut(cut) : Good);
        using var caller = new Caller(server.BaseUri);

        var page = await caller.GetPageAsync();

        Assert.Equal(100, page.Items.Count);
        Assert.Equal(1, caller.Context.Retries);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_closes_without_a_word_is_asked_again_by_dotnet_itself_and_then_by_us()
    {
        await using var once = FaultyServer.Start((_, number) => number == 1 ? Good.Cut(CutKind.CloseBeforeHeaders) : Good);
        await using var always = FaultyServer.Start((_, _) => Good.Cut(CutKind.CloseBeforeHeaders));
        using var lucky = new Caller(once.BaseUri);
        using var unlucky = new Caller(always.BaseUri);

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
    public async Task A_write_is_sent_once_even_when_a_kept_connection_closes_under_it(CutKind cut, bool hasBody)
    {
        await using var server = FaultyServer.Start((request, _) => request.Method == "POST" ? Good.Cut(cut) : Good);
        using var caller = new Caller(server.BaseUri);
        await caller.GetPageAsync();

        var failure = await Assert.ThrowsAsync<SkipcallException>(() => caller.PostAsync(hasBody ? "{}"u8.ToArray() : null));

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(1, server.Requests.Count(request => request.Method == "POST"));
        Assert.Equal(0, caller.Context.Retries);
    }

    // --- Lengths and encodings ---

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task A_length_larger_than_the_body_is_a_broken_connection(int more)
    {
        await using var server = FaultyServer.Start((_, _) => Good.WithContentLength(s_page.Length + 1000 + more));
        using var caller = new Caller(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task A_length_smaller_than_the_body_is_a_body_cut_short()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Good.WithContentLength(s_page.Length / 2) : Good);
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Fact]
    public async Task A_body_that_is_always_cut_short_is_an_invalid_response()
    {
        await using var server = FaultyServer.Start((_, _) => Good.Truncated(s_page.Length / 2));
        using var caller = new Caller(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("cut short", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task An_answer_without_a_body_is_a_body_cut_short()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Reply.Empty(200) : Good);
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Fact]
    public async Task A_body_without_a_length_is_whole_when_it_is()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Good.WithoutContentLength().Truncated(5000) : Good.WithoutContentLength());
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Fact]
    public async Task Chunks_of_a_few_bytes_and_compression_are_read()
    {
        await using var server = FaultyServer.Start((_, number) => (number == 1 ? Good : Good.Gzipped()).Chunked(7));
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(0, caller.Context.Retries);
        Assert.Contains("gzip", server.Requests[0].Header("Accept-Encoding"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compressed_bytes_that_are_damaged_are_asked_for_again()
    {
        var noise = Enumerable.Range(0, 500).Select(number => (byte)(number * 31)).ToArray();
        await using var server = FaultyServer.Start((_, number) =>
            number <= 2 ? Reply.Bytes(noise).WithHeader("Content-Encoding", "gzip").WithHeader("Content-Type", "application/json") : Good);
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Compressed_bytes_that_are_always_damaged_are_a_failed_connection()
    {
        var noise = Enumerable.Range(0, 500).Select(number => (byte)(number * 31)).ToArray();
        await using var server = FaultyServer.Start((_, _) => Reply.Bytes(noise).WithHeader("Content-Encoding", "gzip"));
        using var caller = new Caller(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.NotNull(failure.InnerException);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Compressed_bytes_that_stop_too_early_are_never_taken_for_whole()
    {
        await using var server = FaultyServer.Start((_, number) => Good.Gzipped() is var zipped && number <= 2 ? zipped.Truncated(number * 150) : zipped);
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task A_page_of_five_megabytes_is_read()
    {
        var records = Answer.Ids(100).Select(id => $$"""{"id":"{{id}}","note":"{{new string('x', 50_000)}}"}""");
        var body = Answer.PageJson(records, 100, 1, 100);
        await using var server = FaultyServer.Start((_, _) => Reply.Json(body));
        using var caller = new Caller(server.BaseUri);

        var page = await caller.GetPageAsync();

        Assert.All(page.Items, contact => Assert.Equal(50_002, contact.AdditionalProperties["note"].Length));
    }

    // --- Answers that do not come ---

    [Theory]
    [InlineData(CutKind.Hang)]
    [InlineData(CutKind.HangMidBody)]
    public async Task An_answer_that_never_ends_is_a_timeout_and_asked_for_again(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, _) => Good.Cut(cut));
        using var caller = new Caller(server.BaseUri, Caller.Impatient);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.Timeout, failure.ErrorId);
        Assert.NotNull(failure.InnerException);
        Assert.Contains("50 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, caller.Context.Retries);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Bytes_that_only_drip_do_not_win_time()
    {
        await using var server = FaultyServer.Start((_, _) => Good.Dripping(1, TimeSpan.FromMilliseconds(50)));
        using var caller = new Caller(server.BaseUri, Caller.Impatient with { MaximumRetryCount = 0 });

        Assert.Equal(SkipcallErrorId.Timeout, (await caller.FailAsync()).ErrorId);
    }

    [Fact]
    public async Task A_stall_shorter_than_the_time_limit_is_waited_for()
    {
        await using var server = FaultyServer.Start((_, _) => Good.Stalling(500, TimeSpan.FromMilliseconds(200)));
        using var caller = new Caller(server.BaseUri, Caller.Patient with { Timeout = TimeSpan.FromHours(1) });

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(0, caller.Context.Retries);
    }

    [Theory]
    [InlineData(CutKind.Hang)]
    [InlineData(CutKind.HangMidBody)]
    public async Task A_stop_ends_an_answer_that_never_ends(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, _) => Good.Cut(cut));
        using var caller = new Caller(server.BaseUri);
        using var stop = new CancellationTokenSource();
        var asked = caller.GetPageAsync(stop.Token);
        await WaitUntilAsync(() => server.Requests.Count == 1);

        await stop.CancelAsync();

        // Without the stop it would wait for ever: ten seconds are for slow machines only.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, caller.Context.Retries);
    }

    // --- TLS ---

    [Fact]
    public async Task Https_to_a_port_that_speaks_plain_http_is_a_failed_connection()
    {
        await using var server = FaultyServer.Start((_, _) => Good);
        using var caller = new Caller(new UriBuilder(server.BaseUri) { Scheme = "https" }.Uri, Caller.Impatient with { MaximumRetryCount = 0 });

        // The server waits for the end of a line that never comes, so this may end in a time-out as well.
        var failure = await caller.FailAsync();

        Assert.True(failure.ErrorId is SkipcallErrorId.ConnectionFailed or SkipcallErrorId.Timeout, failure.ToString());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_is_final_and_gets_no_key()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var handshake = ServeTlsAsync(listener);
        using var caller = new Caller(new Uri($"https://{listener.LocalEndpoint}"));

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Inner<AuthenticationException>(failure);
        Assert.Equal(0, caller.Context.Retries);
        Assert.Equal(0, await handshake.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    // --- Other people's answers ---

    [Fact]
    public async Task A_page_of_html_with_200_is_an_invalid_response_and_not_asked_for_again()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Text("<!DOCTYPE html><html><body>Sign in to the guest network</body></html>", "text/html"));
        using var caller = new Caller(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("HTML", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_gateway_s_html_with_502_is_a_server_error_and_asked_for_again()
    {
        await using var server = FaultyServer.Start((_, number) =>
            number <= 2 ? Reply.Text("<html><h1>502 Bad Gateway</h1></html>", "text/html", 502) : Good);
        using var caller = new Caller(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_its_target_never_sees_the_key(int status)
    {
        await using var target = FaultyServer.Start((_, _) => Good);
        await using var server = FaultyServer.Start((_, _) => Reply.Empty(status).WithHeader("Location", target.BaseUri + "v1/elsewhere"));
        using var caller = new Caller(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal((SkipcallErrorId.InvalidResponse, status), (failure.ErrorId, failure.StatusCode));
        Assert.Single(server.Requests);
        Assert.Empty(target.Requests);
        Assert.Equal(0, target.ConnectionCount);
    }

    [Fact]
    public async Task A_cookie_is_not_kept()
    {
        await using var server = FaultyServer.Start((_, _) => Good.WithHeader("Set-Cookie", "session=1; Path=/"));
        using var caller = new Caller(server.BaseUri);

        await caller.GetPageAsync();
        await caller.GetPageAsync();

        Assert.All(server.Requests, request => Assert.Null(request.Header("Cookie")));
    }

    [Fact]
    public async Task A_request_carries_the_key_the_module_s_name_and_what_it_takes()
    {
        await using var server = FaultyServer.Start((_, _) => Good);
        using var caller = new Caller(server.BaseUri);

        await caller.GetPageAsync();

        var request = server.Requests.Single();
        Assert.Equal("GET /v1/sequences/s/contacts?page=1&limit=100", request.Method + " " + request.Target);
        Assert.Equal("Bearer " + Caller.Key, request.Header("Authorization"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.StartsWith("Skipcall-PowerShell/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.All(caller.Log.All, notice => Assert.DoesNotContain("0123456789abcdef", notice, StringComparison.Ordinal));
    }

    // --- Rate headers that are wrong ---

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task A_reset_is_waited_for_on_the_server_s_clock_however_far_off_it_is(int skewSeconds)
    {
        Caller? caller = null;
        await using var server = FaultyServer.Start((_, number) =>
        {
            var there = caller!.Clock.UtcNow.AddSeconds(skewSeconds);
            return number == 1 ? Good.WithDate(there).WithRateLimit(100, 0, there.AddSeconds(60).ToUnixTimeSeconds()) : Good;
        });
        using (caller = new Caller(server.BaseUri))
        {
            await caller.GetPageAsync();
            var before = caller.Clock.Elapsed;
            await caller.GetPageAsync();

            // A minute, less what the first answer took to get here. Not ten minutes, and not at once.
            Assert.InRange((caller.Clock.Elapsed - before).TotalSeconds, 20, 400);
            Assert.InRange(caller.Context.Waited.TotalSeconds, 20, 400);
        }
    }

    [Theory]
    [InlineData("0", "0", "1")]
    [InlineData("100", "0", "1000000000")]
    [InlineData("-1", "-1", "-1")]
    [InlineData("lots", "some", "soon")]
    [InlineData("", "", "")]
    [InlineData("100", "many", "99999999999999999999")]
    public async Task Rate_headers_that_are_stale_or_junk_stop_nobody(string limit, string remaining, string reset)
    {
        await using var server = FaultyServer.Start((_, _) => Good
            .WithHeader("X-RateLimit-Limit", limit).WithHeader("X-RateLimit-Remaining", remaining).WithHeader("X-RateLimit-Reset", reset)
            .WithHeader("Retry-After", "junk").WithHeader("Date", "whenever"));
        using var caller = new Caller(server.BaseUri, Caller.Patient with { MaximumWait = TimeSpan.FromSeconds(10) });

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        }

        Assert.Equal(5, caller.Context.Requests);
    }

    [Fact]
    public async Task A_reset_a_day_away_is_an_error_with_its_time_and_not_a_wait()
    {
        await using var server = FaultyServer.Start((_, _) => Good.WithRateLimit(100, 0, 80_000));
        using var caller = new Caller(server.BaseUri);
        await caller.GetPageAsync();

        var failure = Assert.IsType<RateLimitExceededException>(await caller.FailAsync());

        Assert.InRange((failure.ResetAt!.Value - caller.Clock.UtcNow).TotalHours, 20, 23);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_429_with_a_date_is_waited_for_until_then()
    {
        Caller? caller = null;
        await using var server = FaultyServer.Start((_, number) =>
        {
            // Hours off, so that a wait by the wrong clock can't be taken for a slow machine, whose seconds are minutes here.
            var there = caller!.Clock.UtcNow.AddHours(10);
            return number == 1
                ? Reply.Empty(429).WithDate(there).WithHeader("Retry-After", there.AddSeconds(90).ToString("r", null))
                : Good;
        });
        using (caller = new Caller(server.BaseUri))
        {
            Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
            Assert.InRange(caller.Context.Waited.TotalSeconds, 30, 18_000);
            Assert.Equal(0, caller.Context.Retries);
        }
    }

    // --- A whole list ---

    [Fact]
    public async Task A_list_whose_every_page_fails_in_another_way_first_comes_out_whole()
    {
        var ids = Answer.Ids(1000);
        var failed = new Dictionary<string, int>();
        await using var server = FaultyServer.Start((request, _) =>
        {
            var page = int.Parse(request.Query("page")!, null);
            var good = Reply.Json(Answer.PageJson(ids.Skip((page - 1) * 100).Take(100).Select(Answer.Record), 1000, page, 100));
            lock (failed)
            {
                return failed.TryAdd(request.Target, page) ? Spoilt(good, page) : good;
            }
        });
        using var caller = new Caller(server.BaseUri, Caller.Patient with { MaximumRetryCount = 4, Timeout = TimeSpan.FromSeconds(150) });
        var sink = new ContactSink();
        var scan = new Scan<SequenceContact>(
            caller.Client, new SequenceContactQuery("s", null, null, new ConnectionMemory()), new ScanPlan { Mode = ScanMode.All }, new SeenRecords(), sink, caller.Log, caller.Clock);

        await scan.RunAsync(default);

        Assert.Equal(ids, sink.Ids);
        Assert.True(sink.Receipt.Complete, sink.Receipt.ToString());
        Assert.Equal(1, sink.Receipt.Passes);
        // One for each page; more where the machine is so slow that an honest answer misses its three seconds.
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

    private static Uri UnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }

    /// <summary>Takes one connection with a certificate made on the spot.</summary>
    /// <returns>How many bytes came after the handshake.</returns>
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
            // The client goes as soon as it has seen the certificate.
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
