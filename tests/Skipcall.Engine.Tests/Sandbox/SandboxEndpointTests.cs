using System.Text.Json;
using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

/// <summary>The sandbox's endpoints other than the contacts of a sequence.</summary>
public sealed partial class SandboxEndpointTests
{
    private const string MainWorkspace = "5a4d0b0e-0000-4000-8000-000000000001";
    private const string SecondWorkspace = "5a4d0b0e-0000-4000-8000-000000000002";

    [Theory]
    [InlineData("v1/health")]
    [InlineData("v1/workspaces")]
    [InlineData("v1/users")]
    [InlineData("v1/calls")]
    [InlineData("v1/calls/x")]
    public async Task Every_endpoint_requires_the_key_and_counts_requests(string path)
    {
        var sandbox = Sample();

        using var refused = await Send(sandbox, path, authorization: null);
        using var answered = await Send(sandbox, path);

        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Equal("999", Header(answered, "X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData("v1/health?verbose=1", "verbose")]
    [InlineData("v1/workspaces?page=1", "page")]
    [InlineData("v1/users?status=ACTIVE", "status")]
    [InlineData("v1/calls?page=1&sequenceId=demo", "sequenceId")]
    [InlineData("v1/calls?Limit=5", "Limit")]
    [InlineData("v1/calls/x?expand=tags", "expand")]
    [InlineData("v1/sequences/demo/contacts?workspaceIds=x", "workspaceIds")]
    [InlineData("v1/sequences/demo/contacts?sort=createdAt", "sort")]
    public async Task An_unknown_parameter_is_refused_by_name(string path, string parameter)
    {
        using var response = await Send(Sample(), path);

        Assert.Equal(501, (int)response.StatusCode);
        var (code, message) = await Error(response);
        Assert.Equal("NOT_IN_SANDBOX", code);
        Assert.Contains($"'{parameter}'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1/users")]
    [InlineData("v1/calls")]
    [InlineData("v1/sequences/demo/contacts")]
    public async Task Every_list_reads_page_and_limit_the_same_way(string path)
    {
        var sandbox = Sample();

        foreach (var query in new[] { "page=0", "page=-1", "page=x", "page=", "page=1.5", "page=99999999999", "limit=0", "limit=101", "limit=ten" })
        {
            using var refused = await Send(sandbox, path + "?" + query);
            Assert.Equal(400, (int)refused.StatusCode);
            Assert.Equal("BAD_REQUEST", await ErrorCode(refused));
        }

        using var first = await Page(sandbox, path);
        Assert.Equal((1, 50), (Envelope(first).Page, Envelope(first).Limit));
        using var pastEnd = await Page(sandbox, path + "?page=2147483647&limit=100");
        Assert.Equal(0, pastEnd.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal(Envelope(first).Total, Envelope(pastEnd).Total);
    }

    [Fact]
    public async Task Health_and_workspaces_have_only_known_fields()
    {
        var sandbox = Sample();

        using var health = await Send(sandbox, "v1/health");
        using var workspaces = await Send(sandbox, "v1/workspaces");

        Assert.Equal("{}", await Text(health));
        Assert.Equal($$"""{"data":[{"id":"{{MainWorkspace}}"},{"id":"{{SecondWorkspace}}"}]}""", await Text(workspaces));
    }

    [Theory]
    [InlineData("", 4)]
    [InlineData("?workspaceIds=" + MainWorkspace, 3)]
    [InlineData("?workspaceIds=" + SecondWorkspace, 2)]
    [InlineData("?workspaceIds=" + SecondWorkspace + "," + MainWorkspace, 4)]
    public async Task Users_are_filtered_by_workspace_and_have_one_field(string query, int total)
    {
        using var page = await Page(Sample(), "v1/users" + query);

        Assert.Equal((total, 1, 50, 1), Envelope(page));
        var ids = Memberships(page);
        Assert.Equal(total, ids.Distinct().Count());
        Assert.All(page.RootElement.GetProperty("data").EnumerateArray(), user => Assert.Single(user.EnumerateObject()));
    }

    [Fact]
    public async Task Users_come_in_pages()
    {
        var sandbox = Sample();

        using var all = await Page(sandbox, "v1/users");
        using var first = await Page(sandbox, "v1/users?limit=3");
        using var second = await Page(sandbox, "v1/users?limit=3&page=2");

        Assert.Equal((4, 2, 3, 2), Envelope(second));
        Assert.Equal(Memberships(all), Memberships(first).Concat(Memberships(second)));
    }

    [Theory]
    [InlineData("v1/users?workspaceIds=elsewhere")]
    [InlineData("v1/users?workspaceIds=")]
    [InlineData("v1/calls?workspaceIds=" + MainWorkspace + ",elsewhere")]
    public async Task An_unknown_workspace_is_not_supported(string path)
    {
        using var response = await Send(Sample(), path);

        Assert.Equal(501, (int)response.StatusCode);
    }

    [Fact]
    public async Task Requests_are_recorded_with_their_body_and_without_headers()
    {
        var sandbox = Sample();

        (await Post(sandbox, "v1/tags", """{ "label":"été" }""")).Dispose();
        (await Delete(sandbox, "v1/tags/x")).Dispose();

        Assert.Equal("""{ "label":"été" }""", sandbox.Requests[0].Body);
        Assert.Equal("POST /v1/tags -> 201", sandbox.Requests[0].ToString());
        Assert.Null(sandbox.Requests[1].Body);
        Assert.DoesNotContain("sk_", JsonSerializer.Serialize(sandbox.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_is_answered_before_the_call_returns()
    {
        var sandbox = Sample();

        var post = Post(sandbox, "v1/tags", """{"label":"x"}""");
        var delete = Delete(sandbox, "v1/tags/x");

        Assert.True(post.IsCompletedSuccessfully);
        Assert.True(delete.IsCompletedSuccessfully);
        Assert.Equal(201, (int)(await post).StatusCode);
    }

    [Fact]
    public async Task A_write_with_a_fault_is_not_carried_out_but_one_whose_response_is_lost_is()
    {
        var sandbox = Sample(options => options.Faults = new List<SandboxFault> { new(500) { Request = 1 }, new("Reset") { Request = 2 } });
        var path = "v1/tags/" + SampleTags.IdOf("vip");

        Assert.Equal(500, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
        await Assert.ThrowsAsync<HttpRequestException>(() => Delete(sandbox, path));
        Assert.Equal(404, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
    }

    private static SequenceContact Row(string callId, string status)
    {
        var at = new DateTimeOffset(2024, 1, 15, 10, 30, 0, TimeSpan.Zero);
        return new SequenceContact
        {
            Contact = new Contact { Id = "c", FirstName = "Zoé", PhoneNumbers = new() { new PhoneNumber("+33639980000") { Id = "p" } } },
            Calls = new() { new Call { Id = callId, Status = status, StartedAt = at, EndedAt = at.AddSeconds(150), DurationSeconds = 150 } },
        };
    }

    private static Sandbox Own(params SequenceContact[] contacts) =>
        Sample(options => options.Sequences = SandboxSequences.Own(contacts, "mine"));

    private static Sandbox Sample(Action<SandboxOptions>? configure = null, FakeClock? clock = null)
    {
        var options = new SandboxOptions { Sequences = SandboxSequences.Sample() };
        configure?.Invoke(options);
        return new Sandbox(options, clock ?? new FakeClock());
    }

    private static List<string?> Memberships(JsonDocument page) => page.RootElement.GetProperty("data").EnumerateArray()
        .Select(user => user.GetProperty("organizationMembershipId").GetString()).ToList();

    private static async Task<int> DeleteTag(Sandbox sandbox, string id)
    {
        using var response = await Delete(sandbox, "v1/tags/" + id);
        return (int)response.StatusCode;
    }
}
