using System.Net.Sockets;
using System.Security.Authentication;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed partial class SkipcallClientTests
{
    [Fact]
    public void ConnectionFailed_names_host_request_and_innermost_reason()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("outer", new IOException("middle", new SocketException((int)SocketError.ConnectionRefused))));
        var fixture = new ClientFixture(service, new ClientOptions { MaximumRetryCount = 0 });

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal($"The connection to api.invalid failed (GET /v1/workspaces): {new SocketException((int)SocketError.ConnectionRefused).Message}", failure.Message);
        Assert.True(failure.IsTransient);
    }

    [Fact]
    public void Untrusted_certificate_is_not_retried()
    {
        var service = new ScriptedService(_ => throw new HttpRequestException("outer", new IOException("middle", new AuthenticationException("not trusted"))));
        var fixture = new ClientFixture(service);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData("The proxy tunnel request to proxy 'http://127.0.0.1:8080/' failed with status code '407'.", true)]
    [InlineData("The remote server returned an error: (407) Proxy Authentication Required.", true)]
    [InlineData("The proxy tunnel request to proxy 'http://127.0.0.1:40700/' failed with status code '502'.", false)]
    [InlineData("Connection refused (127.0.0.1:40700)", false)]
    [InlineData("No such host is known. (api-407.example:443)", false)]
    public void Only_a_proxy_that_rejects_the_credentials_is_not_retried(string message, bool isRejected)
    {
        foreach (var exception in new Exception[] { new HttpRequestException(message), new HttpRequestException("outer", new HttpRequestException(message)) })
        {
            var service = new ScriptedService(_ => throw exception);
            var fixture = new ClientFixture(service, new ClientOptions { MaximumRetryCount = 1 });

            var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

            Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
            Assert.Equal(isRejected ? 1 : 2, service.Requests.Count);
            Assert.Equal(isRejected, failure.RecommendedAction?.Contains("-ProxyCredential", StringComparison.Ordinal) == true);
        }
    }

    [Fact]
    public void Unexpected_exception_is_ConnectionFailed_without_a_retry()
    {
        var service = new ScriptedService(_ => throw new InvalidOperationException("a mistake in the module"));

        var failure = Assert.Throws<SkipcallException>(() => new ClientFixture(service).Send());

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.Single(service.Requests);
    }

    [Fact]
    public void Timeout_states_limit_and_request()
    {
        var fixture = new ClientFixture(new ScriptedService(Hang), new ClientOptions { Timeout = TimeSpan.FromSeconds(2.5), MaximumRetryCount = 0 });

        Assert.Equal("There was no complete response within 2.5 s (GET /v1/workspaces).", Assert.Throws<SkipcallException>(() => fixture.Send()).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Request_time_is_on_the_service_clock(bool hasDate)
    {
        var clock = new FakeClock();
        var start = clock.UtcNow;
        var service = new ScriptedService(async (_, stop) =>
        {
            await clock.Delay(TimeSpan.FromSeconds(3), stop);
            return hasDate ? JsonResponse.Json("").WithDate(clock.UtcNow.AddMinutes(10)) : JsonResponse.Json("");
        });
        var fixture = new ClientFixture(service, clock: clock);

        var asked = clock.Run(() => fixture.Client.SendAsync(ClientFixture.Get(), response => response.RequestedAt, fixture.Context, default));

        Assert.Equal(hasDate ? start.AddMinutes(10) : start, asked);
    }

    [Fact]
    public void Inner_exception_is_the_cause_of_the_last_attempt()
    {
        var service = new ScriptedService(asked => throw new HttpRequestException($"try {asked.Number}", new SocketException((int)SocketError.ConnectionRefused)));
        var fixture = new ClientFixture(service, new ClientOptions { MaximumRetryCount = 2 });

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        var cause = Assert.IsType<HttpRequestException>(failure.InnerException);
        Assert.Equal("try 3", cause.Message);
        Assert.Equal(3, service.Requests.Count);
        Assert.Contains("api.invalid", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Late_answer_times_out_and_is_retried()
    {
        var service = new ScriptedService(Hang);
        var fixture = new ClientFixture(service, new ClientOptions { Timeout = TimeSpan.FromSeconds(30), MaximumRetryCount = 1 });

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(SkipcallErrorId.Timeout, failure.ErrorId);
        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Equal(2, service.Requests.Count);
        Assert.InRange(fixture.Clock.Elapsed.TotalSeconds, 60.5, 61);
        Assert.Equal(0, fixture.Clock.PendingTimers);
    }

    [Fact]
    public void Timeout_covers_the_body()
    {
        var service = new ScriptedService(_ => new HttpResponseMessage { Content = new StreamContent(new StalledBody("{\"data\":["u8.ToArray())) });
        var fixture = new ClientFixture(service, new ClientOptions { Timeout = TimeSpan.FromSeconds(30), MaximumRetryCount = 0 });

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.Equal(SkipcallErrorId.Timeout, failure.ErrorId);
        Assert.Equal(TimeSpan.FromSeconds(30), fixture.Clock.Elapsed);
    }

    [Fact]
    public void Zero_timeout_waits_for_slow_answers()
    {
        var clock = new FakeClock();
        var service = new ScriptedService(async (_, stop) =>
        {
            await clock.Delay(TimeSpan.FromHours(2), stop);
            return JsonResponse.Json("at last");
        });

        Assert.Equal("at last", new ClientFixture(service, new ClientOptions { Timeout = TimeSpan.Zero }, clock).Send());
        Assert.Equal(TimeSpan.FromHours(2), clock.Elapsed);
    }

    [Fact]
    public void No_timer_remains_after_an_answer()
    {
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Json("done")));

        fixture.Send();

        Assert.Equal(0, fixture.Clock.PendingTimers);
    }

    [Fact]
    public void Stop_ends_a_hanging_answer_at_once() => AssertStops(new ScriptedService(Hang));

    [Fact]
    public void Stop_ends_a_stalled_body_at_once() => AssertStops(
        new ScriptedService(_ => new HttpResponseMessage { Content = new StreamContent(new StalledBody("{"u8.ToArray())) }));

    [Fact]
    public void Stop_ends_a_rate_limit_wait_at_once() => AssertStops(
        new ScriptedService(_ => JsonResponse.Status(429).With("Retry-After", "60")));

    [Fact]
    public void Stop_ends_a_retry_wait_at_once() => AssertStops(
        new ScriptedService(_ => JsonResponse.Status(503).With("Retry-After", "60")));

    [Fact]
    public async Task Cancelled_token_sends_nothing()
    {
        var service = new ScriptedService(_ => JsonResponse.Json("done"));
        var fixture = new ClientFixture(service);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.SendAsync(null, stop.Token));

        Assert.Empty(service.Requests);
    }
}
