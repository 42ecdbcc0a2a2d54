namespace Skipcall.Tests;

/// <summary>All runspaces of a process with the same key share one budget.</summary>
public sealed class SharedBudgetTests
{
    private const int Runspaces = 8;
    private const int Budget = 40;
    private const int PagesEach = 25;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Eight_runspaces_take_200_pages_on_one_key_without_a_429()
    {
        using var owner = new ModuleSession();
        var sandbox = owner.Run($"New-SkipcallSandbox -Count {PagesEach * 5} -RateLimit {Budget} -RateWindowSec {s_window.TotalSeconds}").ThrowIfFailed().Output.Single();
        owner.Run("param($s) $global:sandbox = $s", ("s", sandbox)).ThrowIfFailed();
        var handler = (HttpMessageHandler)owner.Run("$sandbox.CreateHandler()").ThrowIfFailed().Output.Single().BaseObject;
        await using var server = FaultyServer.Start(handler);

        // Each has its own connection and runspace; only the key and the address are shared.
        var lists = await Task.WhenAll(Enumerable.Range(0, Runspaces).Select(_ => Task.Run(() => Read(server.BaseUri))));

        var answers = owner.Run("$sandbox.Requests").ThrowIfFailed().Output;
        var expected = owner.Run("$sandbox | Connect-Skipcall; Get-SkipcallSequenceContact demo -All").ThrowIfFailed().Values("Id");
        Assert.Equal(PagesEach * 5, expected.Count);
        Assert.All(lists, list => Assert.Equal(expected, list));
        Assert.DoesNotContain(answers, answer => (int)answer.Properties["StatusCode"].Value == 429);
        Assert.Equal(Runspaces * PagesEach, server.Requests.Count);
    }

    [Fact]
    public async Task A_429_that_one_runspace_meets_parks_the_other()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1
            ? Reply.Json("{}", 429).WithHeader("Retry-After", "4")
            : Reply.Json("""{"data":[{"id":"1"}],"total":1,"page":1,"limit":100,"totalPages":1}"""));
        var first = Task.Run(() => Read(server.BaseUri));
        while (server.Requests.Count == 0)
        {
            await Task.Delay(10);
        }

        // Half the wait, so that even on a busy machine the first has read its 429.
        await Task.Delay(2000);
        await Task.WhenAll(first, Task.Run(() => Read(server.BaseUri)));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), request => Assert.True(request.Time - server.Requests[0].Time >= TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public async Task Another_key_has_a_budget_of_its_own()
    {
        await using var server = FaultyServer.Start((request, _) => request.Header("Authorization")!.EndsWith("_slow", StringComparison.Ordinal)
            ? Reply.Json("{}", 429).WithHeader("Retry-After", "60")
            : Reply.Json("""{"data":[{"id":"1"}],"total":1,"page":1,"limit":100,"totalPages":1}"""));
        using var slow = new ModuleSession();
        using var shell = slow.Create("param($uri) Connect-Skipcall sk_test_slow -BaseUri $uri -SkipVerification; Get-SkipcallSequenceContact demo -All", ("uri", server.BaseUri));
        var waiting = shell.BeginInvoke();
        while (server.Requests.Count == 0)
        {
            await Task.Delay(10);
        }

        Assert.Single(Read(server.BaseUri));
        Assert.False(waiting.IsCompleted);
        shell.Stop();
    }

    private static IReadOnlyList<object?> Read(Uri uri)
    {
        using var session = new ModuleSession();
        return session.Run(
            "param($uri) Connect-Skipcall sk_test_sandbox0000000000000000 -BaseUri $uri -SkipVerification; Get-SkipcallSequenceContact demo -All -PageSize 5",
            ("uri", uri)).ThrowIfFailed().Values("Id");
    }
}
