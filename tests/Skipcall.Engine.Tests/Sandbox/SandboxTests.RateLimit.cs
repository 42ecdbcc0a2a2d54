using System.Net;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxTests
{
    [Fact]
    public async Task A_fixed_window_starts_at_its_first_request_and_ends_for_all_at_once()
    {
        var sandbox = Make(options => options.RateLimit = 2);
        var start = _clock.UtcNow;
        _clock.Advance(start.AddSeconds(10.25) - _clock.UtcNow);
        await ExpectBudget(sandbox, 200, remaining: 1, resetAt: start.AddSeconds(71));
        _clock.Advance(start.AddSeconds(40) - _clock.UtcNow);
        await ExpectBudget(sandbox, 200, remaining: 0, resetAt: start.AddSeconds(71));
        using (var refused = await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(71)))
        {
            Assert.Equal("31", Header(refused, "Retry-After"));
            Assert.Equal("RATE_LIMIT_EXCEEDED", await ErrorCode(refused));
        }

        _clock.Advance(start.AddSeconds(70.249) - _clock.UtcNow);
        await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(71));
        _clock.Advance(start.AddSeconds(70.25) - _clock.UtcNow);
        await ExpectBudget(sandbox, 200, remaining: 1, resetAt: start.AddSeconds(131));
    }

    [Fact]
    public async Task A_sliding_window_gives_back_one_request_at_a_time()
    {
        var sandbox = Make(options =>
        {
            options.RateLimit = 2;
            options.SlidingWindow = true;
        });
        var start = _clock.UtcNow;
        await ExpectBudget(sandbox, 200, remaining: 1, resetAt: start.AddSeconds(60));
        _clock.Advance(start.AddSeconds(20) - _clock.UtcNow);
        await ExpectBudget(sandbox, 200, remaining: 0, resetAt: start.AddSeconds(60));
        _clock.Advance(start.AddSeconds(59) - _clock.UtcNow);
        using (var refused = await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(60)))
        {
            Assert.Equal("1", Header(refused, "Retry-After"));
        }

        _clock.Advance(start.AddSeconds(60) - _clock.UtcNow);
        await ExpectBudget(sandbox, 200, remaining: 0, resetAt: start.AddSeconds(80));
        await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(80));
    }

    [Fact]
    public async Task Rate_headers_can_be_withheld()
    {
        var sandbox = Make(options =>
        {
            options.RateLimit = 1;
            options.RateHeaders = false;
        });
        (await Send(sandbox, Demo)).Dispose();

        using var refused = await Send(sandbox, Demo);

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.Equal("Date", Assert.Single(refused.Headers).Key);
    }

    [Fact]
    public async Task Without_a_limit_there_is_no_429_and_no_rate_header()
    {
        var sandbox = Make(options => options.RateLimit = 0);
        for (var i = 0; i < 2000; i++)
        {
            using var response = await Send(sandbox, "v1/workspaces");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("Date", Assert.Single(response.Headers).Key);
        }
    }
}
