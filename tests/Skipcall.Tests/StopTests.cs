using System.Diagnostics;
using System.Management.Automation;

namespace Skipcall.Tests;

/// <summary>Ctrl+C ends any wait within 200 ms. A busy machine can delay one stop, but not each of several.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMilliseconds(200);

    private const int Attempts = 5;

    [Fact]
    public async Task In_a_wait_for_the_rate_limit()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{}", 429).WithHeader("Retry-After", "60"));
        await StopInTheMiddleAsync(server);
    }

    [Fact]
    public async Task In_a_response_that_never_comes()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Hang());
        await StopInTheMiddleAsync(server);
    }

    [Fact]
    public async Task In_a_body_that_stalls()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{\"data\":[]}").Stalling(5, TimeSpan.FromMinutes(1)));
        await StopInTheMiddleAsync(server);
    }

    [Fact]
    public async Task In_a_wait_before_a_retry()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{}", 503).WithHeader("Retry-After", "60"));
        await StopInTheMiddleAsync(server);
    }

    private static async Task StopInTheMiddleAsync(FaultyServer server)
    {
        var times = new List<TimeSpan>();
        do
        {
            times.Add(await StopOnceAsync(server, times.Count));
        }
        while (times[^1] > s_bound && times.Count < Attempts);

        Assert.True(times[^1] <= s_bound, "It took " + string.Join(", ", times));
    }

    private static async Task<TimeSpan> StopOnceAsync(FaultyServer server, int earlierRequests)
    {
        using var session = new ModuleSession();
        // A separate key, because all users of a key share its rate limit waits.
        using var shell = session.Create(
            $"param($uri) Connect-Skipcall sk_test_key{earlierRequests} -BaseUri $uri -SkipVerification; Get-SkipcallSequenceContact demo -All", ("uri", server.BaseUri));
        var running = shell.BeginInvoke();
        while (server.Requests.Count == earlierRequests && !running.IsCompleted)
        {
            await Task.Delay(10);
        }

        await Task.Delay(500);
        Assert.False(running.IsCompleted);

        var watch = Stopwatch.StartNew();
        shell.Stop();
        watch.Stop();
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Equal(earlierRequests + 1, server.Requests.Count);
        return watch.Elapsed;
    }
}
