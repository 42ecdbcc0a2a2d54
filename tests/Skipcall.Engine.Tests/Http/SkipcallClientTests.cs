using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed partial class SkipcallClientTests
{
    public static TheoryData<int> RetriedStatuses => new() { 408, 500, 502, 503, 504 };

    public static TheoryData<int> FinalStatuses => new() { 301, 304, 307, 400, 401, 403, 404, 405, 409, 410, 418, 422, 501, 505 };

    public static TheoryData<string, string?, string?> ErrorBodies => new()
    {
        { """{"error":{"code":"UNAUTHORIZED","message":"Invalid or revoked API key","status":401}}""", "UNAUTHORIZED", "Invalid or revoked API key" },
        { """{"code":"API_KEY_INVALID","details":null}""", "API_KEY_INVALID", null },
        { """{"code":"X","message":"flat"}""", "X", "flat" },
        { """{"statusCode":400,"message":"page must be a number","error":"Bad Request"}""", null, "page must be a number" },
        { """{"statusCode":400,"message":["page must be a number","limit is too large"],"error":"Bad Request"}""", null, "page must be a number; limit is too large" },
        { """{"error":{"code":7,"message":{"en":"no"}}}""", null, null },
        { """{"error":null,"message":null}""", null, null },
        { "[1,2]", null, null },
        { "\"just text\"", null, null },
        { "{\"message\":\"\\ud800\"}", null, null },
        { "<html><body>Bad Gateway</body></html>", null, null },
        { "{\"error\":{\"code\":\"CUT", null, null },
        { "", null, null },
        { "\0\0", null, null },
    };

    [Fact]
    public void Request_has_key_accept_and_user_agent()
    {
        HttpRequestMessage? sent = null;
        var fixture = new ClientFixture(new Listener(message => sent = message), baseUri: new Uri("https://gateway.example/skipcall/"));

        fixture.Send();

        Assert.Equal("https://gateway.example/skipcall/v1/workspaces", sent!.RequestUri!.AbsoluteUri);
        Assert.Equal(HttpMethod.Get, sent.Method);
        Assert.Equal("Bearer " + ClientFixture.Key, sent.Headers.Authorization!.ToString());
        Assert.Equal("application/json", sent.Headers.Accept.ToString());
        Assert.Matches(@"^Skipcall-PowerShell/\d+\.\d+\.\d+$", sent.Headers.UserAgent.ToString());
        Assert.Equal(0, sent.Content?.Headers.ContentLength ?? 0);
    }

    [Fact]
    public void Write_is_json_and_an_empty_one_has_an_empty_body()
    {
        string? type = null;
        byte[]? body = null;
        var fixture = new ClientFixture(new Listener(message =>
        {
            type = message.Content!.Headers.ContentType?.ToString();
            body = message.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        }));

        fixture.Send(ClientFixture.Post());
        Assert.Equal("application/json", type);
        Assert.Equal("{}"u8.ToArray(), body);

        fixture.Send(new ApiRequest(HttpMethod.Delete, "/v1/tags/1"));
        Assert.Null(type);
        Assert.Empty(body!);
    }

    [Fact]
    public void Each_answer_is_one_verbose_line_with_duration_and_budget()
    {
        var clock = new FakeClock();
        var service = new ScriptedService(async (asked, stop) =>
        {
            await clock.Delay(TimeSpan.FromMilliseconds(250), stop);
            return asked.Number == 1 ? JsonResponse.Json("done").WithRate(100, 7, clock.UtcNow.AddSeconds(9)) : JsonResponse.Json("");
        });
        var fixture = new ClientFixture(service, clock: clock);

        fixture.Send();
        fixture.Send();

        Assert.Equal(
            new[] { "GET /v1/workspaces -> 200, 4 bytes in 250 ms; 7 requests left in this window", "GET /v1/workspaces -> 200, 0 bytes in 250 ms" },
            fixture.Log.VerboseLines);
        Assert.Equal(2, fixture.Log.All.Count(notice => notice.StartsWith("debug: GET /v1/workspaces -> 200", StringComparison.Ordinal)));
    }

    [Fact]
    public void Retry_wait_of_over_a_second_is_reported_with_its_end()
    {
        var service = new ScriptedService(asked => asked.Number <= 2 ? JsonResponse.Status(503) : JsonResponse.Json("done"));
        var fixture = new ClientFixture(service);

        fixture.Send();

        // The first wait, half a second, is too short to report.
        Assert.Equal(new[] { "Retry 2 of 4 after ServerError" }, fixture.Log.Waits);
        Assert.Equal(1, fixture.Log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
        Assert.Equal(new[] { fixture.Clock.Elapsed }, fixture.Log.WaitEnds);
    }

    [Fact]
    public void Retry_wait_of_one_second_is_reported()
    {
        var fixture = new ClientFixture(new ScriptedService(asked => asked.Number == 1 ? JsonResponse.Status(503).With("Retry-After", "1") : JsonResponse.Json("done")));

        fixture.Send();

        Assert.Equal(TimeSpan.FromSeconds(1), fixture.Clock.Elapsed);
        Assert.Single(fixture.Log.Waits);
    }

    [Fact]
    public void Request_without_an_answer_delays_no_other()
    {
        var fixture = new ClientFixture(new ScriptedService(asked => asked.Number == 1 ? throw new HttpRequestException("broken") : JsonResponse.Json("done")));

        Assert.Equal("done", fixture.Send());

        // Only the retry's half second, and no wait for an answer that never comes.
        Assert.InRange(fixture.Clock.Elapsed.TotalSeconds, 0.5, 0.5 * 1.25);
    }

    [Fact]
    public void A_503_with_exactly_the_maximum_wait_is_retried()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? JsonResponse.Status(503).With("Retry-After", "60") : JsonResponse.Json("done"));
        var fixture = new ClientFixture(service, new ClientOptions { MaximumWait = TimeSpan.FromSeconds(60) });

        Assert.Equal("done", fixture.Send());
        Assert.Equal(TimeSpan.FromSeconds(60), fixture.Clock.Elapsed);
    }

    [Fact]
    public void RateLimitExceeded_states_the_end_of_the_wait()
    {
        var service = new ScriptedService(_ => JsonResponse.Json("""{"error":{"code":"TOO_MANY","message":"slow down"}}""", 429)
            .WithRate(100, 0, new FakeClock().UtcNow.AddHours(1)).With("Retry-After", "1"));
        var fixture = new ClientFixture(service);

        var failure = Assert.Throws<RateLimitExceededException>(() => fixture.Send());

        Assert.Equal("The service answered 429 TOO_MANY to GET /v1/workspaces: slow down", failure.Message);
        Assert.Equal(fixture.Clock.UtcNow.AddSeconds(1), failure.ResetAt);
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryAfter);
    }

    [Fact]
    public void A_429_without_retry_after_ends_at_the_reset()
    {
        var clock = new FakeClock();
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Status(429).With("X-RateLimit-Reset", "9")), clock: clock);

        var failure = Assert.Throws<RateLimitExceededException>(() => fixture.Send());

        Assert.Equal("The service answered 429 to GET /v1/workspaces.", failure.Message);
        Assert.Equal(clock.UtcNow.AddSeconds(10), failure.ResetAt);
    }

    private static SkipcallException Fail(int status, string body)
    {
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Json(body, status)));
        return Assert.Throws<SkipcallException>(() => fixture.Send(ClientFixture.GetContacts()));
    }

    private static async Task<HttpResponseMessage> Hang(ScriptedService.Asked asked, CancellationToken stop)
    {
        await new TaskCompletionSource().Task.WaitAsync(stop);
        throw new InvalidOperationException("It never answers.");
    }

    private static void AssertStops(ScriptedService service)
    {
        var fixture = new ClientFixture(service);
        using var stop = new CancellationTokenSource();
        var sent = fixture.SendAsync(null, stop.Token);
        Assert.False(sent.IsCompleted);

        stop.Cancel();

        // The clock doesn't advance, so only cancellation ends it; a cancelled wait may resume on a pool thread.
        Assert.True(SpinWait.SpinUntil(() => sent.IsCompleted, TimeSpan.FromSeconds(10)), "it goes on waiting");
        Assert.True(sent.IsCanceled);
        Assert.Single(service.Requests);
        Assert.Equal(fixture.Log.Waits.Count, fixture.Log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
        Assert.Equal(0, fixture.Clock.PendingTimers);
    }

    /// <summary>Shows each request to the test before it answers.</summary>
    private sealed class Listener : HttpMessageHandler
    {
        private readonly Action<HttpRequestMessage> _listen;

        public Listener(Action<HttpRequestMessage> listen) => _listen = listen;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _listen(request);
            return Task.FromResult(JsonResponse.Json("done"));
        }
    }

    /// <summary>A body that stalls after its first bytes.</summary>
    private sealed class StalledBody : MemoryStream
    {
        public StalledBody(byte[] beginning)
            : base(beginning)
        {
        }

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            var read = Read(buffer, offset, count);
            if (read == 0)
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            }

            return read;
        }
    }
}
