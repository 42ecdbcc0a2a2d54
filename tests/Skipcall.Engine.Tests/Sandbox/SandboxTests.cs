using System.Globalization;
using System.Net;
using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxTests
{
    private const string Demo = "v1/sequences/demo/contacts";

    private static readonly string[] s_callStatuses =
    {
        "NOT_INITIATED", "INITIATED", "QUEUED", "RINGING", "IN_PROGRESS", "BUSY", "NO_ANSWER", "MISSED_CALL", "VOICEMAIL",
        "CONNECTED", "CANCELLED", "COMPLETED", "ERROR_NUMBER", "ERROR_COUNTRY", "UNKNOWN_ERROR",
    };

    private readonly FakeClock _clock = new();

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer sk_test_wrong")]
    [InlineData("Basic sk_test_sandbox0000000000000000")]
    [InlineData("Bearer SK_TEST_SANDBOX0000000000000000")]
    public async Task A_missing_or_wrong_key_is_401_with_the_body_of_the_specification(string? authorization)
    {
        var sandbox = Make();

        using var response = await Send(sandbox, Demo, authorization);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            """{"error":{"code":"UNAUTHORIZED","message":"Invalid or revoked API key","status":401}}""",
            await Text(response));
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("X-RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_401_costs_nothing_of_the_budget()
    {
        var sandbox = Make(options => options.RateLimit = 2);
        (await Send(sandbox, Demo, authorization: null)).Dispose();

        using var response = await Send(sandbox, Demo);

        Assert.Equal("1", Header(response, "X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData("SUBSCRIPTION_REQUIRED")]
    [InlineData("PLAN_NOT_ELIGIBLE")]
    public async Task A_denied_plan_is_403_even_for_an_unknown_sequence(string code)
    {
        var sandbox = Make(options => options.DenyCode = code);

        using var response = await Send(sandbox, "v1/sequences/nope/contacts");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(code, await ErrorCode(response));
        Assert.Equal("999", Header(response, "X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData("v1/sequences/nope/contacts", 404, "NOT_FOUND")]
    [InlineData("v1/sequences/nope/contacts?page=0", 404, "NOT_FOUND")]
    [InlineData("v1/custom-fields", 501, "NOT_IN_SANDBOX")]
    [InlineData("v1", 501, "NOT_IN_SANDBOX")]
    [InlineData("elsewhere", 404, "NOT_FOUND")]
    [InlineData("", 404, "NOT_FOUND")]
    public async Task An_unknown_path_or_sequence_is_an_error_with_a_code(string path, int status, string code)
    {
        using var response = await Send(Make(), path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, await ErrorCode(response));
    }

    [Fact]
    public async Task The_host_is_ignored_and_a_response_has_its_usual_headers()
    {
        var sandbox = Make();
        _clock.Advance(TimeSpan.FromMilliseconds(789));

        using var response = await Send(sandbox, "https://localhost:5001/v1/workspaces");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(_clock.UtcNow.AddMilliseconds(-789), response.Headers.Date);

        // Enumerated, as a relay does: reading the property would add the header.
        Assert.Contains(response.Content.Headers, header => header.Key == "Content-Length");
    }

    [Fact]
    public async Task The_default_page_is_1_with_50_rows()
    {
        using var page = await Page(Make(), Demo);

        Assert.Equal(50, page.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal((250, 1, 50, 5), Envelope(page));
    }

    [Fact]
    public async Task All_pages_together_have_every_row_once()
    {
        var sandbox = Make();
        var ids = new List<string?>();
        for (var number = 1; number <= 3; number++)
        {
            using var page = await Page(sandbox, Demo + "?limit=100&page=" + number.ToString(CultureInfo.InvariantCulture));
            Assert.Equal((250, number, 100, 3), Envelope(page));
            ids.AddRange(Ids(page));
        }

        Assert.Equal(250, ids.Count);
        Assert.Equal(250, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("demo", "page=6", 250, 6, 50, 5)]
    [InlineData("demo", "page=2147483647&limit=100", 250, int.MaxValue, 100, 3)]
    [InlineData("empty", "", 0, 1, 50, 0)]
    [InlineData("large", "page=100001&limit=1", 100_000, 100_001, 1, 100_000)]
    public async Task Past_the_end_is_an_empty_page(string id, string query, int total, int number, int limit, int totalPages)
    {
        using var page = await Page(Make(), $"v1/sequences/{id}/contacts?{query}");

        Assert.Empty(Ids(page));
        Assert.Equal((total, number, limit, totalPages), Envelope(page));
    }

    [Theory]
    [InlineData("status=connected")]
    [InlineData("status=")]
    [InlineData("status=7")]
    public async Task An_unknown_status_is_400(string query)
    {
        using var response = await Send(Make(), Demo + "?" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("BAD_REQUEST", await ErrorCode(response));
    }

    [Theory]
    [InlineData("tag=vip", "1,3")]
    [InlineData("tag=VIP", "")]
    [InlineData("tag=vi", "")]
    [InlineData("tag=%C3%A0%20rappeler", "2")]
    [InlineData("tag=%C3%A0+rappeler", "2")]
    [InlineData("status=CONNECTED", "1,2")]
    [InlineData("status=ERROR", "")]
    [InlineData("tag=vip&status=CONNECTED", "1")]
    public async Task Filters_are_exact_and_both_must_hold(string query, string expected)
    {
        var sandbox = Make(options => options.Sequences = SandboxSequences.Own(
            new[] { Row("1", "CONNECTED", "vip"), Row("2", "CONNECTED", "à rappeler"), Row("3", null, "other", "vip") },
            "mine"));

        using var page = await Page(sandbox, "v1/sequences/mine/contacts?" + query);

        Assert.Equal(expected, string.Join(",", Ids(page)));
        Assert.Equal(Ids(page).Count, Envelope(page).Total);
    }

    [Fact]
    public void Filters_of_computed_rows_agree_with_those_of_stored_rows()
    {
        var generated = new SandboxSequence("g", 1000);
        var stored = new SandboxSequence("g", 1000);
        stored.Change(_ => { });
        foreach (var tag in new[] { null, "hot-lead", "vip", "unknown" })
        {
            foreach (var status in new[] { null, "CONNECTED", "MISSING_NUMBER" })
            {
                var expected = stored.Page(tag, status, new PageRequest(2, 30));
                var actual = generated.Page(tag, status, new PageRequest(2, 30));
                Assert.Equal(expected.Total, actual.Total);
                Assert.Equal(expected.Items.Select(row => row.Id), actual.Items.Select(row => row.Id));
            }
        }
    }

    [Fact]
    public async Task A_sequence_id_is_unescaped()
    {
        const string Id = "a/b c?é%";
        var sandbox = Make(options => options.Sequences = SandboxSequences.Own(new[] { Row("1", null) }, Id));

        using var page = await Page(sandbox, $"v1/sequences/{Uri.EscapeDataString(Id)}/contacts?tag=&page=1");

        var request = Assert.Single(sandbox.Requests);
        Assert.Equal(Id, request.SequenceId);
        Assert.Equal("/v1/sequences/a%2Fb%20c%3F%C3%A9%25/contacts", request.Path);
    }

    private static SequenceContact Row(string id, string? status, params string[] tags) =>
        new() { Id = id, Status = status, Tags = new ItemList<Tag>(tags.Select(label => new Tag(label))) };

    private Sandbox Make(Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions { Sequences = SandboxSequences.Sample() };
        configure?.Invoke(options);
        return new Sandbox(options, _clock);
    }

    private Sandbox Make(params SandboxFault[] faults) => Make(options => options.Faults = faults);

    private static async Task<int> Status(Sandbox sandbox, string path)
    {
        using var response = await Send(sandbox, path);
        return (int)response.StatusCode;
    }

    private static async Task<string> Statuses(Sandbox sandbox, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            statuses.Add(await Status(sandbox, Demo));
        }

        return string.Join(" ", statuses);
    }

    private static async Task<HttpResponseMessage> ExpectBudget(Sandbox sandbox, int status, int remaining, DateTimeOffset resetAt)
    {
        var response = await Send(sandbox, Demo);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("2", Header(response, "X-RateLimit-Limit"));
        Assert.Equal(remaining.ToString(CultureInfo.InvariantCulture), Header(response, "X-RateLimit-Remaining"));
        Assert.Equal(resetAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Header(response, "X-RateLimit-Reset"));
        return response;
    }

    private static async Task ExpectBody(Sandbox sandbox, int status, string mediaType, string? body)
    {
        using var response = await Send(sandbox, Demo);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(body ?? await Text(response), await Text(response));
        Assert.NotEqual("", await Text(response));
    }

    private async Task<string> OwnPage(SequenceContact row)
    {
        var sandbox = Make(options => options.Sequences = SandboxSequences.Own(new[] { row }, "mine"));
        using var response = await Send(sandbox, "v1/sequences/mine/contacts");
        return await Text(response);
    }
}
