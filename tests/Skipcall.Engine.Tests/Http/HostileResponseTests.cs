using System.IO.Compression;
using System.Net;
using System.Text;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

/// <summary>Any response or failure ends in a documented error, without secrets and within bounds.</summary>
public sealed partial class HostileResponseTests
{
    private const string Secret = "q7Xw2LmZ9tRkPv4B";
    private const string Key = "sk_live_" + Secret;

    public static TheoryData<string> Echoes { get; } = new(
        Key,
        Secret,
        "Bearer " + Key,
        Key.ToUpperInvariant(),
        Uri.EscapeDataString("Bearer " + Key),
        string.Concat(Key.Select(letter => $"%{(int)letter:X2}")),
        string.Concat(Key.Select(letter => $"%25{(int)letter:x2}")),
        string.Concat(Key.Select(letter => $"\\u{(int)letter:x4}")),
        string.Concat(Key.Select(letter => $"&#{(int)letter};")),
        string.Concat(Key.Select(letter => $"&#x{(int)letter:X};")),
        string.Join('\u200b', Key.ToCharArray()),
        string.Join("\u001b", Key.ToCharArray()),
        string.Join(' ', Key.Chunk(4).Select(part => new string(part))),
        string.Join("\r\n", Key.Chunk(10).Select(part => new string(part))),
        string.Join("-", Key.Chunk(4).Select(part => new string(part))),
        Secret[..10] + " ... " + Secret[6..],
        Convert.ToBase64String(Encoding.ASCII.GetBytes(Key)),
        Convert.ToBase64String(Encoding.ASCII.GetBytes("Bearer " + Key)),
        Convert.ToBase64String(Encoding.ASCII.GetBytes("x:" + Key)).TrimEnd('='),
        Convert.ToHexString(Encoding.ASCII.GetBytes(Key)));

    [Fact]
    public void Any_exception_of_the_handler_is_a_failed_connection()
    {
        Exception[] causes =
        [
            new InvalidOperationException("odd"), new NotSupportedException("The 'x' scheme is not supported."), new UriFormatException("odd"), new ArgumentException("odd"),
            new FormatException("odd"), new OverflowException("odd"), new System.Net.Sockets.SocketException(1),
            new ObjectDisposedException("odd"), new IOException("odd"), new OperationCanceledException("odd"),
        ];
        foreach (var cause in causes)
        {
            var fixture = new ClientFixture(new ScriptedService(_ => throw cause), new ClientOptions { MaximumRetryCount = 0 });

            var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

            Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
            Assert.NotNull(failure.InnerException);
        }
    }

    [Fact]
    public void Any_exception_while_a_response_is_decoded_is_an_invalid_response()
    {
        Exception[] causes = [new InvalidOperationException("odd"), new ArgumentOutOfRangeException("odd"), new OverflowException("odd"), new FormatException("odd")];
        foreach (var cause in causes)
        {
            var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Json("{}")));

            var failure = Assert.Throws<SkipcallException>(() =>
                fixture.Clock.Run(() => fixture.Client.SendAsync<int>(ClientFixture.Get(), _ => throw cause, fixture.Context, default)));

            Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
            Assert.Same(cause, failure.InnerException);
        }
    }

    [Theory]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", "1")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "99999999999999")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", "1")]
    public void Absurd_dates_are_no_exception(string date, string reset)
    {
        var clock = new FakeClock();
        var fixture = new ClientFixture(
            new ScriptedService(async (_, stop) =>
            {
                await clock.Delay(TimeSpan.FromSeconds(3), stop);
                return JsonResponse.Json("{}").With("Date", date).With("X-RateLimit-Limit", "10").With("X-RateLimit-Remaining", "0").With("X-RateLimit-Reset", reset);
            }),
            clock: clock);

        Assert.Equal("{}", fixture.Send());
        _ = fixture.RateLimiter.Status;
    }

    [Theory]
    [InlineData("text/html", "<html>Not found</html>")]
    [InlineData("text/plain", "\r\n <!DOCTYPE html><html>")]
    [InlineData("text/html", "")]
    public void A_404_with_an_HTML_page_is_no_missing_sequence(string type, string body)
    {
        var fixture = new ClientFixture(new ScriptedService(_ => new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent(body, Encoding.UTF8, type) }));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send(ClientFixture.GetContacts()));

        Assert.Equal((SkipcallErrorId.InvalidResponse, 404), (failure.ErrorId, failure.StatusCode));
        Assert.Contains("HTML page", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<html>Log in</html>", "HTML page")]
    [InlineData("application/json", "{}", "no list named 'data'")]
    public void A_page_of_contacts_that_is_something_else_is_named(string type, string body, string message)
    {
        var fixture = new ClientFixture(new ScriptedService(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) }));

        var failure = Assert.Throws<SkipcallException>(() =>
            fixture.Clock.Run(() => fixture.Client.SendAsync(ClientFixture.GetContacts(), new SequenceContactDecoder("s", new SeenValues()).Decode, fixture.Context, default)));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_sequence_is_named()
    {
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Json("""{"error":{"code":"NOT_FOUND","message":"Sequence not found"}}""", 404)));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send(ClientFixture.GetContacts()));

        Assert.Equal("Sequence 's' was not found (404 NOT_FOUND, GET /v1/sequences/s/contacts?page=1&limit=100): Sequence not found", failure.Message);
    }

    [Fact]
    public void An_error_body_with_a_byte_order_mark_is_read()
    {
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Json("\uFEFF{\"error\":{\"code\":\"PLAN_NOT_ELIGIBLE\"}}", 403)));

        Assert.Equal(SkipcallErrorId.PlanNotEligible, Assert.Throws<SkipcallException>(() => fixture.Send()).ErrorId);
    }

    [Theory]
    [InlineData(1000, 1000, true)]
    [InlineData(1001, 1000, false)]
    [InlineData(300_000, 200_000, false)]
    public void A_body_larger_than_allowed_is_refused(int length, int maximum, bool isRead)
    {
        var service = new ScriptedService(_ => JsonResponse.Json(new string(' ', length)));
        var fixture = new ClientFixture(service, new ClientOptions { MaximumResponseBytes = maximum });

        if (isRead)
        {
            Assert.Equal(length, fixture.Send().Length);
            return;
        }

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());
        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains($"larger than {maximum} bytes", failure.Message, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void A_small_body_that_inflates_to_gigabytes_is_refused_early()
    {
        var zeros = new byte[1 << 20];
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < 200; i++)
            {
                gzip.Write(zeros);
            }
        }

        packed.Position = 0;
        var fixture = new ClientFixture(new ScriptedService(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new GZipStream(packed, CompressionMode.Decompress)) }));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("larger than 64 MB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reads_ask_for_an_uncached_response_and_writes_do_not(bool isRead)
    {
        using var handler = new Capture();
        new ClientFixture(handler).Send(isRead ? ClientFixture.Get() : ClientFixture.Post());

        Assert.Equal(isRead, handler.CacheControl?.NoCache ?? false);
    }

    private sealed class Capture : HttpMessageHandler
    {
        public System.Net.Http.Headers.CacheControlHeaderValue? CacheControl { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            CacheControl = request.Headers.CacheControl;
            return Task.FromResult(JsonResponse.Json("{}"));
        }
    }

    private static string Body(string name, string value) => $$$"""{"error":{"{{{name}}}":{{{System.Text.Json.JsonSerializer.Serialize(value)}}}}}""";

    private static ClientFixture Bench(Func<ScriptedService.Asked, HttpResponseMessage> script) =>
        new(new ScriptedService(script), new ClientOptions { MaximumRetryCount = 1 }, key: Key);

    private static void AssertNoSecret(Exception? failure, ClientFixture fixture)
    {
        AssertNoSecret(failure?.ToString().Split("   at ")[0] ?? "");
        for (var inner = failure; inner is not null; inner = inner.InnerException)
        {
            AssertNoSecret(inner.Message);
            Assert.DoesNotContain(inner.Message, char.IsControl);
        }

        Assert.All(fixture.Log.All, AssertNoSecret);
    }

    /// <summary>Fails on eight consecutive characters of the secret, in any of these encodings.</summary>
    private static void AssertNoSecret(string text)
    {
        var decoded = WebUtility.HtmlDecode(WebUtility.UrlDecode(WebUtility.UrlDecode(System.Text.RegularExpressions.Regex.Replace(text, @"\\u([0-9a-fA-F]{4})", match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString()))));
        var letters = string.Concat(decoded.Where(char.IsLetterOrDigit));
        List<string> forms = [Secret, Convert.ToHexString(Encoding.ASCII.GetBytes(Secret))];
        forms.AddRange(Enumerable.Range(0, 3).Select(offset => Convert.ToBase64String([.. new byte[offset], .. Encoding.ASCII.GetBytes(Secret)])[4..^4]));
        foreach (var form in forms)
        {
            for (var start = 0; start + 8 <= form.Length; start++)
            {
                Assert.DoesNotContain(form.Substring(start, 8), letters, StringComparison.OrdinalIgnoreCase);
            }
        }
    }
}
