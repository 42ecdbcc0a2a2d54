using System.Net;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests.RateLimiting;

/// <summary>A new connection doesn't inherit a rate limit from a broken response.</summary>
public sealed class FreshStartTests
{
    private static readonly Uri s_origin = new("https://fresh.example");

    [Theory]
    [InlineData(366 * 24 * 60, null, true)]
    [InlineData(61, null, true)]
    [InlineData(59, null, false)]
    [InlineData(null, 366 * 24 * 60, true)]
    [InlineData(null, 1, false)]
    public async Task A_new_connection_is_not_blocked_by_an_absurd_response_to_an_old_one(int? retryAfterMinutes, int? resetMinutes, bool isFresh)
    {
        var key = Guid.NewGuid().ToString();
        var old = RateLimiterRegistry.For(s_origin, key);
        var lease = await old.AcquireAsync(TimeSpan.Zero, new RecordingLog(), CancellationToken.None);
        old.Answered(lease, resetMinutes is null ? 429 : 200, new RateHeaders(
            100, resetMinutes is null ? null : 0, resetMinutes is { } reset ? TimeSpan.FromMinutes(reset) : null, retryAfterMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null));

        var found = RateLimiterRegistry.For(s_origin, key);

        Assert.Equal(isFresh, !ReferenceEquals(old, found));
        Assert.Same(found, RateLimiterRegistry.For(s_origin, key));
        GC.KeepAlive(old);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public async Task A_limiter_is_stuck_when_it_is_blocked_for_more_than_an_hour_from_now(int minutes, bool isStuck)
    {
        var clock = new FakeClock();
        clock.Advance(TimeSpan.FromHours(3));
        var limiter = new RateLimiter(clock);
        var lease = await limiter.AcquireAsync(TimeSpan.Zero, new RecordingLog(), CancellationToken.None);

        limiter.Answered(lease, 429, new RateHeaders(null, null, null, TimeSpan.FromMinutes(minutes)));

        Assert.Equal(isStuck, limiter.IsStuck);
    }

    [Fact]
    public async Task A_new_connection_to_a_sandbox_is_not_blocked_either()
    {
        var sandbox = new Sandbox(new SandboxOptions(), SystemClock.Instance);
        var old = RateLimiterRegistry.For(sandbox);
        var lease = await old.AcquireAsync(TimeSpan.Zero, new RecordingLog(), CancellationToken.None);
        old.Answered(lease, 429, new RateHeaders(null, null, null, TimeSpan.FromDays(366)));

        Assert.NotSame(old, RateLimiterRegistry.For(sandbox));
        Assert.Same(RateLimiterRegistry.For(sandbox), RateLimiterRegistry.For(sandbox));
    }

    [Theory]
    [InlineData(502, "text/html")]
    [InlineData(502, "application/json")]
    [InlineData(200, "text/html")]
    [InlineData(404, "application/json")]
    public void A_response_that_is_not_from_the_API_does_not_lift_the_limit(int status, string type)
    {
        var clock = new FakeClock();
        var service = new ScriptedService(
            async (asked, stop) =>
            {
                await clock.Delay(TimeSpan.FromSeconds(1), stop);
                return new HttpResponseMessage((HttpStatusCode)(asked.Number == 1 ? status : 200))
                {
                    Content = new StringContent("{}", System.Text.Encoding.UTF8, asked.Number == 1 ? type : "application/json"),
                }.WithRate(asked.Number == 1, clock);
            },
            clock);
        var fixture = new ClientFixture(service, new ClientOptions { MaximumRetryCount = 0 }, clock);
        clock.Run(async () =>
        {
            await Task.WhenAny(fixture.SendAsync(null, default));
            var rest = Task.WhenAll(fixture.SendAsync(null, default), fixture.SendAsync(null, default), fixture.SendAsync(null, default));
            await Task.WhenAny(rest);
        });

        // One request finds the limit first, instead of three at once.
        Assert.Equal(TimeSpan.FromSeconds(1), service.Requests[1].At);
        Assert.Equal(TimeSpan.FromSeconds(2), service.Requests[2].At);
    }
}

file static class Headers
{
    public static HttpResponseMessage WithRate(this HttpResponseMessage response, bool isFirst, FakeClock clock) =>
        isFirst ? response : response.WithRate(100, 50, clock.UtcNow.AddSeconds(30));
}
