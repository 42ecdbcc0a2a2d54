using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Http;
using Xunit;

namespace Skipcall.Engine.Tests.Http;

/// <summary>What becomes of one request: sent again or not, and what the failure says.</summary>
public sealed class SkipcallClientTests
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

    // --- Sent again or not ---

    [Theory]
    [MemberData(nameof(RetriedStatuses))]
    public void A_status_that_may_pass_is_asked_again_with_one_verbose_line_each(int status)
    {
        var service = new ScriptedService(asked => asked.Number <= 3 ? Answer.Status(status) : Answer.Json("done"));
        var bench = new ClientBench(service);

        Assert.Equal("done", bench.Send());

        Assert.Equal(4, service.Requests.Count);
        Assert.Equal(4, bench.Context.Requests);
        Assert.Equal(3, bench.Context.Retries);
        var lines = bench.Log.VerboseLines.Where(line => line.StartsWith("Retry ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("Retry 1 of 4 in 0.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Retry 3 of 4 in 2.", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Contains($"answered {status}", line, StringComparison.Ordinal));
        Assert.InRange(bench.Clock.Elapsed.TotalSeconds, 3.5, 3.5 * 1.25);
    }

    [Theory]
    [MemberData(nameof(RetriedStatuses))]
    public void A_failure_that_does_not_pass_comes_out_after_the_last_retry(int status)
    {
        var service = new ScriptedService(_ => Answer.Status(status));
        var bench = new ClientBench(service, new ClientOptions { MaximumRetryCount = 2 });

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal(3, service.Requests.Count);
        Assert.Equal(status >= 500 ? SkipcallErrorId.ServerError : SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.Equal(status, failure.StatusCode);
    }

    [Theory]
    [MemberData(nameof(FinalStatuses))]
    public void Any_other_status_is_final(int status)
    {
        var service = new ScriptedService(_ => Answer.Status(status));
        var bench = new ClientBench(service);

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal(status, failure.StatusCode);
        Assert.Single(service.Requests);
        Assert.Equal(0, bench.Context.Retries);
        Assert.Equal(TimeSpan.Zero, bench.Clock.Elapsed);
    }

    [Fact]
    public void No_retries_means_one_request()
    {
        var service = new ScriptedService(_ => Answer.Status(503));

        Assert.Throws<SkipcallException>(() => new ClientBench(service, new ClientOptions { MaximumRetryCount = 0 }).Send());

        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public void A_write_that_may_have_happened_is_never_sent_twice(int status)
    {
        var service = new ScriptedService(_ => Answer.Status(status));

        Assert.Throws<SkipcallException>(() => new ClientBench(service).Send(ClientBench.Post()));

        Assert.Single(service.Requests);
    }

    [Fact]
    public void A_write_whose_connection_broke_is_never_sent_twice()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("broken", new IOException("reset")));

        var failure = Assert.Throws<SkipcallException>(() => new ClientBench(service).Send(ClientBench.Post()));

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void A_write_that_was_refused_with_429_did_not_happen_and_is_sent_again()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? Answer.Status(429).With("Retry-After", "3") : Answer.Json("made"));

        Assert.Equal("made", new ClientBench(service).Send(ClientBench.Post()));
    }

    [Fact]
    public void An_answer_that_can_not_be_read_this_time_is_asked_for_again()
    {
        var service = new ScriptedService(asked => Answer.Json(asked.Number == 1 ? "{\"cut" : "{}"));
        var bench = new ClientBench(service);

        var text = bench.Clock.Run(() => bench.Client.SendAsync(ClientBench.Get(), Read, bench.Context, default));

        Assert.Equal(2, text);
        Assert.Equal(1, bench.Context.Retries);

        static int Read(ApiResponse response) => response.Body.Length == 2 ? 2 : throw SkipcallException.TruncatedBody(response.Body.Length);
    }

    [Fact]
    public void An_answer_that_can_never_be_read_is_final()
    {
        var service = new ScriptedService(_ => Answer.Json("[]"));
        var bench = new ClientBench(service);

        var failure = Assert.Throws<SkipcallException>(() =>
            bench.Clock.Run(() => bench.Client.SendAsync<int>(ClientBench.Get(), _ => throw SkipcallException.UnexpectedBody("it is odd."), bench.Context, default)));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    // --- The rate limit ---

    [Fact]
    public void Waits_for_the_rate_limit_are_no_retries_and_use_none_up()
    {
        var service = new ScriptedService(asked => asked.Number switch
        {
            <= 5 => Answer.Status(429).With("Retry-After", "10"),
            6 => Answer.Status(503),
            _ => Answer.Json("done"),
        });
        var bench = new ClientBench(service, new ClientOptions { MaximumRetryCount = 1 });

        Assert.Equal("done", bench.Send());

        Assert.Equal(1, bench.Context.Retries);
        Assert.Equal(7, bench.Context.Requests);
        Assert.Equal(TimeSpan.FromSeconds(50), bench.Context.Waited);
        Assert.Equal(5, bench.Log.Waits.Count);
        Assert.Equal(5, bench.Log.VerboseLines.Count(line => line.Contains("answered 429", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_retry_after_of_two_minutes_is_two_minutes()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? Answer.Status(429).With("Retry-After", "120") : Answer.Json("done"));
        var bench = new ClientBench(service);

        bench.Send();

        Assert.Equal(TimeSpan.FromSeconds(120), bench.Clock.Elapsed);
    }

    [Fact]
    public void Who_is_refused_for_ever_gives_up_and_says_so()
    {
        var service = new ScriptedService(_ => Answer.Json("""{"error":{"code":"TOO_MANY","message":"no"}}""", 429));

        var failure = Assert.Throws<RateLimitExceededException>(() => new ClientBench(service).Send());

        Assert.Equal(SkipcallErrorId.RateLimitExceeded, failure.ErrorId);
        Assert.Equal(429, failure.StatusCode);
        Assert.Equal("TOO_MANY", failure.ServiceCode);
        Assert.Equal(11, service.Requests.Count);
    }

    [Fact]
    public void A_wait_longer_than_the_connection_allows_is_an_error_with_the_time_of_the_reset()
    {
        var clock = new FakeClock();
        var service = new ScriptedService(_ => Answer.Status(429).With("Retry-After", "600"));
        var bench = new ClientBench(service, new ClientOptions { MaximumWait = TimeSpan.FromMinutes(5) }, clock);

        var failure = Assert.Throws<RateLimitExceededException>(() => bench.Send());

        Assert.Equal(clock.UtcNow.AddMinutes(10), failure.ResetAt);
        Assert.Equal(TimeSpan.Zero, clock.Elapsed);
        Assert.Single(service.Requests);
    }

    // --- Retry-After on a failure ---

    [Fact]
    public void A_503_that_asks_for_time_gets_it_and_no_less()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? Answer.Status(503).With("Retry-After", "20") : Answer.Json("done"));
        var bench = new ClientBench(service);

        bench.Send();

        Assert.Equal(TimeSpan.FromSeconds(20), bench.Clock.Elapsed);
        Assert.Equal(1, bench.Context.Retries);
        Assert.Equal(new[] { "Retry 1 of 4 after ServerError" }, bench.Log.Waits);
        Assert.Equal(1, bench.Log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_503_that_asks_for_less_than_the_backoff_gets_the_backoff()
    {
        var service = new ScriptedService(asked => asked.Number <= 4 ? Answer.Status(503).With("Retry-After", "1") : Answer.Json("done"));
        var bench = new ClientBench(service);

        bench.Send();

        Assert.InRange(bench.Clock.Elapsed.TotalSeconds, 1 + 1 + 2 + 4, 1.25 * 8);
    }

    [Fact]
    public void A_503_that_asks_for_more_than_the_connection_waits_is_final()
    {
        var service = new ScriptedService(_ => Answer.Status(503).With("Retry-After", "3600"));

        var failure = Assert.Throws<SkipcallException>(() => new ClientBench(service).Send());

        Assert.Equal(SkipcallErrorId.ServerError, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    // --- What is sent and told ---

    [Fact]
    public void A_request_carries_the_key_says_what_it_takes_and_who_asks()
    {
        HttpRequestMessage? sent = null;
        var bench = new ClientBench(new Listener(message => sent = message), baseUri: new Uri("https://gateway.example/skipcall/"));

        bench.Send();

        Assert.Equal("https://gateway.example/skipcall/v1/workspaces", sent!.RequestUri!.AbsoluteUri);
        Assert.Equal(HttpMethod.Get, sent.Method);
        Assert.Equal("Bearer " + ClientBench.Key, sent.Headers.Authorization!.ToString());
        Assert.Equal("application/json", sent.Headers.Accept.ToString());
        Assert.Matches(@"^Skipcall-PowerShell/\d+\.\d+\.\d+$", sent.Headers.UserAgent.ToString());
        Assert.Equal(0, sent.Content?.Headers.ContentLength ?? 0);
    }

    [Fact]
    public void A_write_says_that_it_is_json_and_one_with_nothing_to_say_has_an_empty_body_so_that_nobody_repeats_it()
    {
        string? type = null;
        byte[]? body = null;
        var bench = new ClientBench(new Listener(message =>
        {
            type = message.Content!.Headers.ContentType?.ToString();
            body = message.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        }));

        bench.Send(ClientBench.Post());
        Assert.Equal("application/json", type);
        Assert.Equal("{}"u8.ToArray(), body);

        bench.Send(new ApiRequest(HttpMethod.Delete, "/v1/tags/1"));
        Assert.Null(type);
        Assert.Empty(body!);
    }

    [Fact]
    public void Each_answer_is_one_verbose_line_with_what_it_cost_and_what_is_left()
    {
        var clock = new FakeClock();
        var service = new ScriptedService(async (asked, stop) =>
        {
            await clock.Delay(TimeSpan.FromMilliseconds(250), stop);
            return asked.Number == 1 ? Answer.Json("done").WithRate(100, 7, clock.UtcNow.AddSeconds(9)) : Answer.Json("");
        });
        var bench = new ClientBench(service, clock: clock);

        bench.Send();
        bench.Send();

        Assert.Equal(
            new[] { "GET /v1/workspaces -> 200, 4 bytes in 250 ms; 7 requests left in this window", "GET /v1/workspaces -> 200, 0 bytes in 250 ms" },
            bench.Log.VerboseLines);
        Assert.Equal(2, bench.Log.All.Count(notice => notice.StartsWith("debug: GET /v1/workspaces -> 200", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_wait_for_a_retry_is_told_of_from_a_second_on_and_its_end_too()
    {
        var service = new ScriptedService(asked => asked.Number <= 2 ? Answer.Status(503) : Answer.Json("done"));
        var bench = new ClientBench(service);

        bench.Send();

        // The first wait is half a second: that is over before anybody reads of it.
        Assert.Equal(new[] { "Retry 2 of 4 after ServerError" }, bench.Log.Waits);
        Assert.Equal(1, bench.Log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
        Assert.Equal(new[] { bench.Clock.Elapsed }, bench.Log.WaitEnds);
    }

    [Fact]
    public void A_wait_of_just_a_second_is_told_of()
    {
        var bench = new ClientBench(new ScriptedService(asked => asked.Number == 1 ? Answer.Status(503).With("Retry-After", "1") : Answer.Json("done")));

        bench.Send();

        Assert.Equal(TimeSpan.FromSeconds(1), bench.Clock.Elapsed);
        Assert.Single(bench.Log.Waits);
    }

    [Fact]
    public void A_request_that_got_no_answer_holds_up_nobody()
    {
        var bench = new ClientBench(new ScriptedService(asked => asked.Number == 1 ? throw new HttpRequestException("broken") : Answer.Json("done")));

        Assert.Equal("done", bench.Send());

        // Half a second until the retry, and no wait for an answer that will not come.
        Assert.InRange(bench.Clock.Elapsed.TotalSeconds, 0.5, 0.5 * 1.25);
    }

    [Fact]
    public void A_503_that_asks_for_just_as_long_as_the_connection_waits_gets_it()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? Answer.Status(503).With("Retry-After", "60") : Answer.Json("done"));
        var bench = new ClientBench(service, new ClientOptions { MaximumWait = TimeSpan.FromSeconds(60) });

        Assert.Equal("done", bench.Send());
        Assert.Equal(TimeSpan.FromSeconds(60), bench.Clock.Elapsed);
    }

    [Fact]
    public void The_answers_that_ask_for_more_time_or_refuse_for_ever_say_when_it_is_over()
    {
        var service = new ScriptedService(_ => Answer.Json("""{"error":{"code":"TOO_MANY","message":"slow down"}}""", 429)
            .WithRate(100, 0, new FakeClock().UtcNow.AddHours(1)).With("Retry-After", "1"));
        var bench = new ClientBench(service);

        var failure = Assert.Throws<RateLimitExceededException>(() => bench.Send());

        Assert.Equal("The service answered 429 TOO_MANY to GET /v1/workspaces: slow down", failure.Message);
        Assert.Equal(bench.Clock.UtcNow.AddSeconds(1), failure.ResetAt);
        Assert.Equal(TimeSpan.FromSeconds(1), failure.RetryAfter);
    }

    [Fact]
    public void A_refusal_without_retry_after_is_over_at_the_reset()
    {
        var clock = new FakeClock();
        var bench = new ClientBench(new ScriptedService(_ => Answer.Status(429).With("X-RateLimit-Reset", "9")), clock: clock);

        var failure = Assert.Throws<RateLimitExceededException>(() => bench.Send());

        Assert.Equal("The service answered 429 to GET /v1/workspaces.", failure.Message);
        Assert.Equal(clock.UtcNow.AddSeconds(10), failure.ResetAt);
    }

    // --- Transport ---

    [Fact]
    public void A_failed_connection_says_to_whom_for_what_and_the_innermost_reason()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("outer", new IOException("middle", new SocketException((int)SocketError.ConnectionRefused))));
        var bench = new ClientBench(service, new ClientOptions { MaximumRetryCount = 0 });

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal($"The connection to api.invalid failed (GET /v1/workspaces): {new SocketException((int)SocketError.ConnectionRefused).Message}", failure.Message);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_is_not_asked_for_again_however_deep_it_is_inside()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("outer", new IOException("middle", new AuthenticationException("not trusted"))));
        var bench = new ClientBench(service);

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void What_nobody_foresaw_is_no_failed_connection()
    {
        var bench = new ClientBench(new ScriptedService(_ => throw new InvalidOperationException("a mistake in the module")));

        Assert.Throws<InvalidOperationException>(() => bench.Send());
    }

    [Fact]
    public void A_timeout_says_how_long_was_waited_and_for_what()
    {
        var bench = new ClientBench(new ScriptedService(Hang), new ClientOptions { Timeout = TimeSpan.FromSeconds(2.5), MaximumRetryCount = 0 });

        Assert.Equal("The service did not answer in whole within 2.5 s (GET /v1/workspaces).", Assert.Throws<SkipcallException>(() => bench.Send()).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void When_the_service_was_asked_is_by_its_own_clock_less_the_time_the_answer_took(bool hasDate)
    {
        var clock = new FakeClock();
        var start = clock.UtcNow;
        var service = new ScriptedService(async (_, stop) =>
        {
            await clock.Delay(TimeSpan.FromSeconds(3), stop);
            return hasDate ? Answer.Json("").WithDate(clock.UtcNow.AddMinutes(10)) : Answer.Json("");
        });
        var bench = new ClientBench(service, clock: clock);

        var asked = clock.Run(() => bench.Client.SendAsync(ClientBench.Get(), response => response.AskedAt, bench.Context, default));

        Assert.Equal(hasDate ? start.AddMinutes(10) : start, asked);
    }

    [Fact]
    public void The_cause_of_the_last_try_is_inside()
    {
        var service = new ScriptedService(asked => throw new HttpRequestException($"try {asked.Number}", new SocketException((int)SocketError.ConnectionRefused)));
        var bench = new ClientBench(service, new ClientOptions { MaximumRetryCount = 2 });

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        var cause = Assert.IsType<HttpRequestException>(failure.InnerException);
        Assert.Equal("try 3", cause.Message);
        Assert.Equal(3, service.Requests.Count);
        Assert.Contains("api.invalid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_does_not_come_in_time_is_a_timeout_and_asked_for_again()
    {
        var service = new ScriptedService(Hang);
        var bench = new ClientBench(service, new ClientOptions { Timeout = TimeSpan.FromSeconds(30), MaximumRetryCount = 1 });

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal(SkipcallErrorId.Timeout, failure.ErrorId);
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Equal(2, service.Requests.Count);
        Assert.InRange(bench.Clock.Elapsed.TotalSeconds, 60.5, 61);
        Assert.Equal(0, bench.Clock.PendingTimers);
    }

    [Fact]
    public void The_time_limit_covers_the_body()
    {
        var service = new ScriptedService(_ => new HttpResponseMessage { Content = new StreamContent(new StalledBody("{\"data\":["u8.ToArray())) });
        var bench = new ClientBench(service, new ClientOptions { Timeout = TimeSpan.FromSeconds(30), MaximumRetryCount = 0 });

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.Equal(SkipcallErrorId.Timeout, failure.ErrorId);
        Assert.Equal(TimeSpan.FromSeconds(30), bench.Clock.Elapsed);
    }

    [Fact]
    public void Without_a_time_limit_a_slow_answer_is_waited_for()
    {
        var clock = new FakeClock();
        var service = new ScriptedService(async (_, stop) =>
        {
            await clock.Delay(TimeSpan.FromHours(2), stop);
            return Answer.Json("at last");
        });

        Assert.Equal("at last", new ClientBench(service, new ClientOptions { Timeout = TimeSpan.Zero }, clock).Send());
        Assert.Equal(TimeSpan.FromHours(2), clock.Elapsed);
    }

    [Fact]
    public void Nothing_is_left_ticking_after_an_answer()
    {
        var bench = new ClientBench(new ScriptedService(_ => Answer.Json("done")));

        bench.Send();

        Assert.Equal(0, bench.Clock.PendingTimers);
    }

    // --- Stopping ---

    [Fact]
    public void A_stop_ends_a_hung_answer_at_once() => AssertStops(new ScriptedService(Hang));

    [Fact]
    public void A_stop_ends_a_stalled_body_at_once() => AssertStops(
        new ScriptedService(_ => new HttpResponseMessage { Content = new StreamContent(new StalledBody("{"u8.ToArray())) }));

    [Fact]
    public void A_stop_ends_a_wait_for_the_rate_limit_at_once() => AssertStops(
        new ScriptedService(_ => Answer.Status(429).With("Retry-After", "60")));

    [Fact]
    public void A_stop_ends_a_wait_before_a_retry_at_once() => AssertStops(
        new ScriptedService(_ => Answer.Status(503).With("Retry-After", "60")));

    [Fact]
    public async Task Who_was_stopped_before_sends_nothing()
    {
        var service = new ScriptedService(_ => Answer.Json("done"));
        var bench = new ClientBench(service);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.SendAsync(null, stop.Token));

        Assert.Empty(service.Requests);
    }

    // --- What a failure says ---

    [Theory]
    [InlineData(400, null, "InvalidRequest")]
    [InlineData(401, "UNAUTHORIZED", "Unauthorized")]
    [InlineData(403, "SUBSCRIPTION_REQUIRED", "SubscriptionRequired")]
    [InlineData(403, "PLAN_NOT_ELIGIBLE", "PlanNotEligible")]
    [InlineData(403, "SOMETHING_NEW", "Unauthorized")]
    [InlineData(403, null, "Unauthorized")]
    [InlineData(404, "NOT_FOUND", "SequenceNotFound")]
    [InlineData(409, null, "InvalidRequest")]
    [InlineData(501, null, "ServerError")]
    [InlineData(302, null, "InvalidResponse")]
    public void Each_status_has_its_name(int status, string? code, string errorId)
    {
        var body = code is null ? "" : $$$"""{"error":{"code":"{{{code}}}","message":"because","status":{{{status}}}}}""";

        var failure = Fail(status, body);

        Assert.Equal(errorId, failure.ErrorId.ToString());
        Assert.Equal(code, failure.ServiceCode);
    }

    [Fact]
    public void A_404_of_anything_but_a_sequence_is_an_invalid_request()
    {
        var bench = new ClientBench(new ScriptedService(_ => Answer.Status(404)));

        Assert.Equal(SkipcallErrorId.InvalidRequest, Assert.Throws<SkipcallException>(() => bench.Send()).ErrorId);
    }

    [Theory]
    [MemberData(nameof(ErrorBodies))]
    public void Any_shape_of_error_body_is_taken(string body, string? code, string? message)
    {
        foreach (var status in new[] { 400, 401, 403, 404 })
        {
            var failure = Fail(status, body);

            Assert.Equal(status, failure.StatusCode);
            Assert.Equal(code, failure.ServiceCode);
            Assert.Contains($"answered {status}", failure.Message, StringComparison.Ordinal);
            if (message is not null)
            {
                Assert.EndsWith(": " + message, failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_key_and_control_characters_are_cleaned_out_of_what_the_service_says()
    {
        const string Said = "Key sk_live_abcdefghijklmnop\\u0007 is\\u001b[31m bad\\r\\nBearer abc123 \\u202e\\u2028\\u2029.";

        var failure = Fail(401, $$$"""{"error":{"code":"sk_test_zzzzzzzzzzzzzzzzzz","message":"{{{Said}}}"}}""");

        Assert.DoesNotContain("sk_live_", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", failure.Message + failure.ServiceCode, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, letter => char.IsControl(letter) || letter is '\u202e' or '\u2028' or '\u2029');
        Assert.Contains("[key]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk_live_0123456789abcdef")]
    [InlineData("sk_test_a+b/c==&$!")]
    public void The_key_is_cleaned_out_of_what_the_service_says_and_out_of_its_headers(string key)
    {
        var service = new ScriptedService(_ => Answer.Json($$"""{"code":"{{key}}","message":"The key '{{key}}' is unknown"}""", 401)
            .With("X-Echo", key));
        var bench = new ClientBench(service, key: key);

        var failure = Assert.Throws<SkipcallException>(() => bench.Send());

        Assert.DoesNotContain(key, failure.ToString() + failure.ServiceCode, StringComparison.Ordinal);
        Assert.All(bench.Log.All, notice => Assert.DoesNotContain(key, notice, StringComparison.Ordinal));
    }

    [Fact]
    public void A_message_without_end_is_cut_and_never_in_the_middle_of_a_letter()
    {
        for (var before = 495; before < 500; before++)
        {
            var failure = Fail(400, $$"""{"message":"{{new string('x', before)}}{{string.Concat(Enumerable.Repeat("😀", 1000))}}"}""");

            Assert.InRange(failure.Message.Length, 400, 700);
            Assert.DoesNotContain(Enumerable.Range(0, failure.Message.Length), at =>
                char.IsHighSurrogate(failure.Message[at]) && !char.IsLowSurrogate(failure.Message[at + 1]));
        }
    }

    [Fact]
    public void No_verbose_or_debug_line_holds_the_key()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? Answer.Status(503) : Answer.Json("done").With("X-Echo", "Bearer " + ClientBench.Key));
        var bench = new ClientBench(service);

        bench.Send();

        Assert.NotEmpty(bench.Log.All);
        Assert.All(bench.Log.All, notice => Assert.DoesNotContain("0123456789abcdef", notice, StringComparison.Ordinal));
    }

    private static SkipcallException Fail(int status, string body)
    {
        var bench = new ClientBench(new ScriptedService(_ => Answer.Json(body, status)));
        return Assert.Throws<SkipcallException>(() => bench.Send(ClientBench.GetContacts()));
    }

    private static async Task<HttpResponseMessage> Hang(ScriptedService.Asked asked, CancellationToken stop)
    {
        await new TaskCompletionSource().Task.WaitAsync(stop);
        throw new InvalidOperationException("It never answers.");
    }

    private static void AssertStops(ScriptedService service)
    {
        var bench = new ClientBench(service);
        using var stop = new CancellationTokenSource();
        var sent = bench.SendAsync(null, stop.Token);
        Assert.False(sent.IsCompleted);

        stop.Cancel();

        // Not a step of the clock: nothing but the stop ends it. (A cancelled wait may hop over a pool thread.)
        Assert.True(SpinWait.SpinUntil(() => sent.IsCompleted, TimeSpan.FromSeconds(10)), "it goes on waiting");
        Assert.True(sent.IsCanceled);
        Assert.Single(service.Requests);
        Assert.Equal(bench.Log.Waits.Count, bench.Log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
        Assert.Equal(0, bench.Clock.PendingTimers);
    }

    /// <summary>Answers whatever it is sent, and lets the test look at it first.</summary>
    private sealed class Listener : HttpMessageHandler
    {
        private readonly Action<HttpRequestMessage> _listen;

        public Listener(Action<HttpRequestMessage> listen) => _listen = listen;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _listen(request);
            return Task.FromResult(Answer.Json("done"));
        }
    }

    /// <summary>A body that begins, and then nothing comes.</summary>
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
