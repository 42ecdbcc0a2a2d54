using System;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>Ctrl+C ends what the module waits for at once. The promise is 200 ms; the bound leaves room for a busy machine.</summary>
public sealed class StopTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMilliseconds(200);

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
        using var session = new ModuleSession();
        using var shell = session.Create(
            "param($uri) Connect-Skipcall sk_test_key -BaseUri $uri -SkipVerification; Get-SkipcallSequenceContact demo -All", ("uri", server.BaseUri));
        var running = shell.BeginInvoke();
        while (server.Requests.Count == 0)
        {
            await Task.Delay(10);
        }

        await Task.Delay(500);
        Assert.False(running.IsCompleted);

        var watch = Stopwatch.StartNew();
        shell.Stop();
        watch.Stop();
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.True(watch.Elapsed < s_bound, $"It took {watch.ElapsedMilliseconds} ms.");
        Assert.Single(server.Requests);
    }
}
