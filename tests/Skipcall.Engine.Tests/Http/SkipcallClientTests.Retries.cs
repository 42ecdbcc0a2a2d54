using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed partial class SkipcallClientTests
{
    [Theory]
    [MemberData(nameof(RetriedStatuses))]
    public void Transient_status_is_retried_with_a_verbose_line_each(int status)
    {
        var service = new ScriptedService(asked => asked.Number <= 3 ? JsonResponse.Status(status) : JsonResponse.Json("done"));
        var fixture = new ClientFixture(service);

        Assert.Equal("done", fixture.Send());

        Assert.Equal(4, service.Requests.Count);
        Assert.Equal(4, fixture.Context.Requests);
        Assert.Equal(3, fixture.Context.Retries);
        var lines = fixture.Log.VerboseLines.Where(line => line.StartsWith("Retry ", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.StartsWith("Retry 1 of 4 in 0.", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Retry 3 of 4 in 2.", lines[2], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Contains($"answered {status}", line, StringComparison.Ordinal));
        Assert.InRange(fixture.Clock.Elapsed.TotalSeconds, 3.5, 3.5 * 1.25);
    }

    [Theory]
    [MemberData(nameof(RetriedStatuses))]
    public void Lasting_failure_is_thrown_after_the_last_retry(int status)
    {
        var service = new ScriptedService(_ => JsonResponse.Status(status));
        var fixture = new ClientFixture(service, new ClientOptions { MaximumRetryCount = 2 });

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(3, service.Requests.Count);
        Assert.Equal(status >= 500 ? SkipcallErrorId.ServerError : SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.Equal(status, failure.StatusCode);
    }

    [Theory]
    [MemberData(nameof(FinalStatuses))]
    public void Other_statuses_are_not_retried(int status)
    {
        var service = new ScriptedService(_ => JsonResponse.Status(status));
        var fixture = new ClientFixture(service);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(status, failure.StatusCode);
        Assert.Single(service.Requests);
        Assert.Equal(0, fixture.Context.Retries);
        Assert.Equal(TimeSpan.Zero, fixture.Clock.Elapsed);
    }

    [Fact]
    public void Zero_retries_sends_one_request()
    {
        var service = new ScriptedService(_ => JsonResponse.Status(503));

        Assert.Throws<SkipcallException>(() => new ClientFixture(service, new ClientOptions { MaximumRetryCount = 0 }).Send());

        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public void Write_that_may_have_happened_is_never_sent_twice(int status)
    {
        var service = new ScriptedService(_ => JsonResponse.Status(status));

        Assert.Throws<SkipcallException>(() => new ClientFixture(service).Send(ClientFixture.Post()));

        Assert.Single(service.Requests);
    }

    [Fact]
    public void Write_with_a_broken_connection_is_never_sent_twice()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("broken", new IOException("reset")));

        var failure = Assert.Throws<SkipcallException>(() => new ClientFixture(service).Send(ClientFixture.Post()));

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void Write_refused_with_429_is_sent_again()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? JsonResponse.Status(429).With("Retry-After", "3") : JsonResponse.Json("made"));

        Assert.Equal("made", new ClientFixture(service).Send(ClientFixture.Post()));
    }

    [Fact]
    public void Truncated_answer_is_retried()
    {
        var service = new ScriptedService(asked => JsonResponse.Json(asked.Number == 1 ? "{\"cut" : "{}"));
        var fixture = new ClientFixture(service);

        var text = fixture.Clock.Run(() => fixture.Client.SendAsync(ClientFixture.Get(), Read, fixture.Context, default));

        Assert.Equal(2, text);
        Assert.Equal(1, fixture.Context.Retries);

        static int Read(ApiResponse response) => response.Body.Length == 2 ? 2 : throw SkipcallException.TruncatedBody(response.Body.Length);
    }

    [Fact]
    public void Unreadable_answer_is_not_retried()
    {
        var service = new ScriptedService(_ => JsonResponse.Json("[]"));
        var fixture = new ClientFixture(service);

        var failure = Assert.Throws<SkipcallException>(() =>
            fixture.Clock.Run(() => fixture.Client.SendAsync<int>(ClientFixture.Get(), _ => throw SkipcallException.UnexpectedBody("it is odd."), fixture.Context, default)));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void Rate_limit_waits_do_not_count_as_retries()
    {
        var service = new ScriptedService(asked => asked.Number switch
        {
            <= 5 => JsonResponse.Status(429).With("Retry-After", "10"),
            6 => JsonResponse.Status(503),
            _ => JsonResponse.Json("done"),
        });
        var fixture = new ClientFixture(service, new ClientOptions { MaximumRetryCount = 1 });

        Assert.Equal("done", fixture.Send());

        Assert.Equal(1, fixture.Context.Retries);
        Assert.Equal(7, fixture.Context.Requests);
        Assert.Equal(TimeSpan.FromSeconds(50), fixture.Context.Waited);
        Assert.Equal(5, fixture.Log.Waits.Count);
        Assert.Equal(5, fixture.Log.VerboseLines.Count(line => line.Contains("answered 429", StringComparison.Ordinal)));
    }

    [Fact]
    public void Retry_after_of_two_minutes_waits_two_minutes()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? JsonResponse.Status(429).With("Retry-After", "120") : JsonResponse.Json("done"));
        var fixture = new ClientFixture(service);

        fixture.Send();

        Assert.Equal(TimeSpan.FromSeconds(120), fixture.Clock.Elapsed);
    }

    [Fact]
    public void Endless_429s_end_in_RateLimitExceeded()
    {
        var service = new ScriptedService(_ => JsonResponse.Json("""{"error":{"code":"TOO_MANY","message":"no"}}""", 429));

        var failure = Assert.Throws<RateLimitExceededException>(() => new ClientFixture(service).Send());

        Assert.Equal(SkipcallErrorId.RateLimitExceeded, failure.ErrorId);
        Assert.Equal(429, failure.StatusCode);
        Assert.Equal("TOO_MANY", failure.ServiceCode);
        Assert.Equal(11, service.Requests.Count);
    }

    [Fact]
    public void Wait_longer_than_the_connection_allows_fails_with_the_reset_time()
    {
        var clock = new FakeClock();
        var service = new ScriptedService(_ => JsonResponse.Status(429).With("Retry-After", "600"));
        var fixture = new ClientFixture(service, new ClientOptions { MaximumWait = TimeSpan.FromMinutes(5) }, clock);

        var failure = Assert.Throws<RateLimitExceededException>(() => fixture.Send());

        Assert.Equal(clock.UtcNow.AddMinutes(10), failure.ResetAt);
        Assert.Equal(TimeSpan.Zero, clock.Elapsed);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void A_503_with_retry_after_waits_at_least_that_long()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? JsonResponse.Status(503).With("Retry-After", "20") : JsonResponse.Json("done"));
        var fixture = new ClientFixture(service);

        fixture.Send();

        Assert.Equal(TimeSpan.FromSeconds(20), fixture.Clock.Elapsed);
        Assert.Equal(1, fixture.Context.Retries);
        Assert.Equal(new[] { "Retry 1 of 4 after ServerError" }, fixture.Log.Waits);
        Assert.Equal(1, fixture.Log.All.Count(notice => notice.StartsWith("wait over", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_503_with_a_short_retry_after_waits_for_the_backoff()
    {
        var service = new ScriptedService(asked => asked.Number <= 4 ? JsonResponse.Status(503).With("Retry-After", "1") : JsonResponse.Json("done"));
        var fixture = new ClientFixture(service);

        fixture.Send();

        Assert.InRange(fixture.Clock.Elapsed.TotalSeconds, 1 + 1 + 2 + 4, 1.25 * 8);
    }

    [Fact]
    public void A_503_with_a_retry_after_beyond_the_maximum_wait_fails()
    {
        var service = new ScriptedService(_ => JsonResponse.Status(503).With("Retry-After", "3600"));

        var failure = Assert.Throws<SkipcallException>(() => new ClientFixture(service).Send());

        Assert.Equal(SkipcallErrorId.ServerError, failure.ErrorId);
        Assert.Single(service.Requests);
    }
}
