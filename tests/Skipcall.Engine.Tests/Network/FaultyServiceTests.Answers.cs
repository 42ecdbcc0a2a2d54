namespace Skipcall.Engine.Tests.Network;

public sealed partial class FaultyServiceTests
{
    [Fact]
    public async Task Html_with_status_200_is_InvalidResponse_without_retry()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Text("<!DOCTYPE html><html><body>Sign in to the guest network</body></html>", "text/html"));
        using var caller = new TestClient(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("HTML", failure.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Html_with_status_502_is_retried()
    {
        await using var server = FaultyServer.Start((_, number) =>
            number <= 2 ? Reply.Text("<html><h1>502 Bad Gateway</h1></html>", "text/html", 502) : Good);
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_not_followed(int status)
    {
        await using var target = FaultyServer.Start((_, _) => Good);
        await using var server = FaultyServer.Start((_, _) => Reply.Empty(status).WithHeader("Location", target.BaseUri + "v1/elsewhere"));
        using var caller = new TestClient(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal((SkipcallErrorId.InvalidResponse, status), (failure.ErrorId, failure.StatusCode));
        Assert.Single(server.Requests);
        Assert.Empty(target.Requests);
        Assert.Equal(0, target.ConnectionCount);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var server = FaultyServer.Start((_, _) => Good.WithHeader("Set-Cookie", "session=1; Path=/"));
        using var caller = new TestClient(server.BaseUri);

        await caller.GetPageAsync();
        await caller.GetPageAsync();

        Assert.All(server.Requests, request => Assert.Null(request.Header("Cookie")));
    }

    [Fact]
    public async Task Request_over_a_socket_has_key_accept_and_user_agent()
    {
        await using var server = FaultyServer.Start((_, _) => Good);
        using var caller = new TestClient(server.BaseUri);

        await caller.GetPageAsync();

        var request = server.Requests.Single();
        Assert.Equal("GET /v1/sequences/s/contacts?page=1&limit=100", request.Method + " " + request.Target);
        Assert.Equal("Bearer " + TestClient.Key, request.Header("Authorization"));
        Assert.Equal("application/json", request.Header("Accept"));
        Assert.StartsWith("Skipcall-PowerShell/", request.Header("User-Agent"), StringComparison.Ordinal);
        Assert.All(caller.Log.All, notice => Assert.DoesNotContain("0123456789abcdef", notice, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    [InlineData(-600)]
    public async Task Reset_is_measured_on_the_service_clock(int skewSeconds)
    {
        TestClient? caller = null;
        await using var server = FaultyServer.Start((_, number) =>
        {
            var there = caller!.Clock.UtcNow.AddSeconds(skewSeconds);
            return number == 1 ? Good.WithDate(there).WithRateLimit(100, 0, there.AddSeconds(60).ToUnixTimeSeconds()) : Good;
        });
        using (caller = new TestClient(server.BaseUri))
        {
            await caller.GetPageAsync();
            var before = caller.Clock.Elapsed;
            await caller.GetPageAsync();

            // A minute minus the time the first answer took; neither ten minutes nor none.
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
    public async Task Stale_and_junk_rate_headers_are_ignored(string limit, string remaining, string reset)
    {
        await using var server = FaultyServer.Start((_, _) => Good
            .WithHeader("X-RateLimit-Limit", limit).WithHeader("X-RateLimit-Remaining", remaining).WithHeader("X-RateLimit-Reset", reset)
            .WithHeader("Retry-After", "junk").WithHeader("Date", "whenever"));
        using var caller = new TestClient(server.BaseUri, TestClient.Patient with { MaximumWait = TimeSpan.FromSeconds(10) });

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        }

        Assert.Equal(5, caller.Context.Requests);
    }

    [Fact]
    public async Task Reset_a_day_away_is_an_error_with_its_time()
    {
        await using var server = FaultyServer.Start((_, _) => Good.WithRateLimit(100, 0, 80_000));
        using var caller = new TestClient(server.BaseUri);
        await caller.GetPageAsync();

        var failure = Assert.IsType<RateLimitExceededException>(await caller.FailAsync());

        Assert.InRange((failure.ResetAt!.Value - caller.Clock.UtcNow).TotalHours, 20, 23);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_429_with_a_date_waits_until_then()
    {
        TestClient? caller = null;
        await using var server = FaultyServer.Start((_, number) =>
        {
            // Hours apart, so that using the wrong clock can't look like a slow machine, whose seconds are minutes on this clock.
            var there = caller!.Clock.UtcNow.AddHours(10);
            return number == 1
                ? Reply.Empty(429).WithDate(there).WithHeader("Retry-After", there.AddSeconds(90).ToString("r", null))
                : Good;
        });
        using (caller = new TestClient(server.BaseUri))
        {
            Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
            Assert.InRange(caller.Context.Waited.TotalSeconds, 30, 18_000);
            Assert.Equal(0, caller.Context.Retries);
        }
    }
}
