using System.Text.Json;
using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxTests
{
    [Fact]
    public void Without_latency_the_response_is_there_when_the_call_returns()
    {
        Assert.True(Send(Make(), Demo).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task With_latency_the_response_arrives_once_the_clock_has_advanced()
    {
        var sandbox = Make(options => options.Latency = TimeSpan.FromSeconds(3));

        var pending = Send(sandbox, Demo);

        Assert.False(pending.IsCompleted);
        Assert.Equal(0, Assert.Single(sandbox.Requests).StatusCode);
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(pending.IsCompletedSuccessfully);
        using var response = await pending;
        Assert.Equal(_clock.UtcNow, response.Headers.Date);
        Assert.Equal(200, Assert.Single(sandbox.Requests).StatusCode);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("mine")]
    public async Task Before_every_nth_request_the_first_row_leaves_and_a_new_one_joins(string id)
    {
        var sandbox = Make(options =>
        {
            options.MoveEvery = 2;
            options.Sequences = SandboxSequences.Sample(5);
            options.Sequences["mine"] = SandboxSequences.Own(Enumerable.Range(0, 5).Select(_ => new SequenceContact()), "mine")["mine"];
        });
        (await Send(sandbox, "v1/workspaces")).Dispose();

        using var first = await Page(sandbox, $"v1/sequences/{id}/contacts");
        using var second = await Page(sandbox, $"v1/sequences/{id}/contacts");
        using var third = await Page(sandbox, $"v1/sequences/{id}/contacts");

        Assert.Equal(5, Ids(first).Count);
        Assert.Equal(Ids(first).Skip(1), Ids(second).Take(4));
        Assert.DoesNotContain(Ids(second)[4], Ids(first));
        Assert.Equal(
            _clock.UtcNow,
            second.RootElement.GetProperty("data")[4].GetProperty("createdAt").GetDateTimeOffset());
        Assert.Equal(Ids(second), Ids(third));
    }

    [Fact]
    public async Task Contacts_can_change_between_two_requests()
    {
        var sandbox = Make(options => options.Sequences = SandboxSequences.Own(new[] { Row("1", null), Row("2", null), Row("3", null) }, "mine"));
        var sequence = sandbox.FindSequence("mine")!;
        var seen = new List<string>();
        foreach (var change in new Action<List<SequenceContact>>[] { _ => { }, rows => rows.Reverse(), rows => rows[1] = Row("0", null) })
        {
            sequence.Change(change);
            using var page = await Page(sandbox, "v1/sequences/mine/contacts");
            seen.Add(string.Concat(Ids(page)));
        }

        Assert.Equal(new[] { "123", "321", "301" }, seen);
    }

    [Fact]
    public async Task Requests_are_recorded_without_the_key()
    {
        var sandbox = Make();
        var earlier = sandbox.Requests;
        (await Send(sandbox, Demo + "?page=2&limit=100&tag=%C3%A9t%C3%A9&status=ERROR")).Dispose();
        (await Send(sandbox, Demo, "Bearer sk_live_0123456789abcdef")).Dispose();
        (await Send(sandbox, "v1/workspaces")).Dispose();

        Assert.Empty(earlier);
        Assert.Equal(3, sandbox.Requests.Count);
        var request = sandbox.Requests[0];
        Assert.Equal($"GET /{Demo}?page=2&limit=100&tag=%C3%A9t%C3%A9&status=ERROR -> 200", request.ToString());
        Assert.Equal(("demo", 2, 100, "été", "ERROR"), (request.SequenceId, request.Page, request.Limit, request.Tag, request.Status));
        Assert.Equal("Tests/1.0", request.UserAgent);
        Assert.Equal(_clock.UtcNow, request.Time);
        Assert.Equal(401, sandbox.Requests[1].StatusCode);
        Assert.Null(sandbox.Requests[2].SequenceId);

        var all = JsonSerializer.Serialize(sandbox.Requests) + string.Concat(sandbox.Requests) + sandbox;
        Assert.DoesNotContain("sk_", all, StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Bearer", all, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Clearing_the_requests_keeps_their_numbers_and_the_budget()
    {
        var sandbox = Make(new SandboxFault(500) { Request = 2 });
        (await Send(sandbox, Demo)).Dispose();
        sandbox.ClearRequests();

        using var second = await Send(sandbox, Demo);

        Assert.Equal(500, (int)second.StatusCode);
        Assert.Equal("998", Header(second, "X-RateLimit-Remaining"));
        Assert.Single(sandbox.Requests);
    }

    [Fact]
    public async Task Concurrent_requests_are_all_counted_and_recorded()
    {
        var sandbox = Make(options => options.RateLimit = 50);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => Task.Run(() => Status(sandbox, Demo), Token)));

        Assert.Equal(50, statuses.Count(status => status == 200));
        Assert.Equal(80, sandbox.Requests.Count);
    }

    [Fact]
    public void ToString_states_the_sequences_and_the_rate_limit()
    {
        var sandbox = Make();

        Assert.Equal("Skipcall sandbox (demo, empty, large): 1000 requests per 60 s, 0 received", sandbox.ToString());
        Assert.Equal(new[] { "demo", "empty", "large" }, sandbox.SequenceIds);
        Assert.Throws<ArgumentException>(() => Make(options => options.RateLimit = -1));
        Assert.Throws<ArgumentException>(() => Make(options => options.RateWindow = TimeSpan.Zero));
    }
}
