using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Skipcall.Sandboxing;
using Xunit;
using static Skipcall.Engine.Tests.SandboxAsker;

namespace Skipcall.Engine.Tests;

/// <summary>The sandbox's endpoints beside the contacts of a sequence: what is known of them, and what it says it does not know.</summary>
public sealed class SandboxEndpointTests
{
    private const string MainWorkspace = "5a4d0b0e-0000-4000-8000-000000000001";
    private const string SecondWorkspace = "5a4d0b0e-0000-4000-8000-000000000002";

    // --- What is the same everywhere ---

    [Theory]
    [InlineData("v1/health")]
    [InlineData("v1/workspaces")]
    [InlineData("v1/users")]
    [InlineData("v1/calls")]
    [InlineData("v1/calls/x")]
    public async Task Every_endpoint_wants_the_key_and_counts_its_requests(string path)
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
    public async Task A_parameter_that_is_not_known_is_refused_by_name(string path, string parameter)
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

        foreach (var query in new[] { "page=0", "page=x", "page=", "page=1.5", "limit=0", "limit=101", "limit=ten" })
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

    // --- Health, workspaces, users ---

    [Fact]
    public async Task Health_and_workspaces_make_nothing_up()
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
    public async Task Users_are_narrowed_by_workspace_and_show_one_field(string query, int total)
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
    public async Task What_comes_of_a_workspace_out_of_scope_is_not_known(string path)
    {
        using var response = await Send(Sample(), path);

        Assert.Equal(501, (int)response.StatusCode);
    }

    // --- Calls ---

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_calls_are_those_of_the_contacts(bool stored)
    {
        // Rows that move are stored; by then they are the same ones still.
        var sandbox = Sample(options => options.MoveEvery = stored ? 100 : 0);
        var rows = SandboxSequences.Sample()["demo"].Page(null, null, new PageRequest(1, 250)).Items;
        var expected = rows.SelectMany(row => row.Calls).Select(call => (string?)call.Id).ToList();

        foreach (var limit in new[] { 1, 7, 100 })
        {
            var ids = new List<string?>();
            var pages = (expected.Count + limit - 1) / limit;
            for (var number = 1; number <= pages; number++)
            {
                using var page = await Page(sandbox, FormattableString.Invariant($"v1/calls?limit={limit}&page={number}"));
                Assert.Equal((expected.Count, number, limit, pages), Envelope(page));
                ids.AddRange(Ids(page));
                sandbox.ClearRequests();
            }

            Assert.Equal(expected, ids);
        }
    }

    [Fact]
    public async Task A_call_alone_is_what_it_is_in_the_list()
    {
        var sandbox = Sample();
        using var page = await Page(sandbox, "v1/calls?limit=100&page=2");

        foreach (var item in page.RootElement.GetProperty("data").EnumerateArray())
        {
            using var alone = await Send(sandbox, "v1/calls/" + item.GetProperty("id").GetString());
            Assert.Equal(item.GetRawText(), await Text(alone));
        }
    }

    [Fact]
    public async Task A_call_is_written_as_the_documentation_shows_it()
    {
        var sandbox = Own(Row("k", "COMPLETED"));

        using var response = await Send(sandbox, "v1/calls/k");

        using var users = await Page(sandbox, "v1/users?workspaceIds=" + MainWorkspace);
        var text = await Text(response);
        using var call = JsonDocument.Parse(text);
        var caller = call.RootElement.GetProperty("organizationMembershipId").GetString();
        Assert.Contains(caller, Memberships(users));
        Assert.Equal(
            """{"id":"k","callType":"CALL_SESSION","status":"completed","type":"outbound","startedAt":"2024-01-15T10:30:00.000Z","endedAt":"2024-01-15T10:32:30.000Z","createdAt":"2024-01-15T10:30:00.000Z","contact":{"id":"c","firstName":"Zoé","lastName":"","isUnknown":false},"phoneNumber":{"value":"+33639980000"},"caller":CALLER,"callerPhoneNumber":{"value":"+33199009999"},"phoneNumberId":"p","userProviderSid":null,"adminProviderSid":null,"providerConferenceId":null,"transferred":false,"updatedAt":"2024-01-15T10:32:30.000Z","sequenceRunId":null,"sequenceId":"mine","syncedWithCrmDate":null,"deletedAt":null,"organizationId":"5a4d0b0e-0000-4000-8000-000000000010","organizationMembershipId":"MEMBERSHIP","managedPhoneNumberId":null,"notes":null}"""
                .Replace("CALLER", call.RootElement.GetProperty("caller").GetRawText(), StringComparison.Ordinal)
                .Replace("MEMBERSHIP", caller, StringComparison.Ordinal),
            text);
        Assert.Equal(
            new[] { "firstName", "lastName" },
            call.RootElement.GetProperty("caller").EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task What_an_own_call_lacks_is_null_and_what_was_planted_in_it_shows()
    {
        var bare = new SequenceContact { Calls = new() { new Call { Id = "bare" } } };
        bare.Calls[0].AdditionalProperties["notes"] = "\"Rappeler lundi\"";
        bare.Calls[0].AdditionalProperties["contact"] = "null";
        bare.Calls[0].AdditionalProperties["durationSeconds"] = "\"long\"";
        bare.Calls[0].AdditionalProperties["score"] = "7";

        using var call = await Page(Own(bare), "v1/calls/bare");

        foreach (var name in new[] { "status", "startedAt", "endedAt", "phoneNumber", "phoneNumberId", "contact" })
        {
            Assert.Equal(JsonValueKind.Null, call.RootElement.GetProperty(name).ValueKind);
        }

        Assert.Equal("2025-01-01T00:00:00.000Z", call.RootElement.GetProperty("createdAt").GetString());
        Assert.Equal("Rappeler lundi", call.RootElement.GetProperty("notes").GetString());
        Assert.Equal(7, call.RootElement.GetProperty("score").GetInt32());
        Assert.False(call.RootElement.TryGetProperty("durationSeconds", out _));
    }

    [Fact]
    public async Task Own_calls_of_all_sequences_are_one_list()
    {
        var other = Row("3", "BUSY");
        other.SequenceId = "large";
        var sandbox = Own(Row("1", "COMPLETED"), new SequenceContact(), Row("2", "BUSY"), other, Row("4", "BUSY"));

        using var all = await Page(sandbox, "v1/calls");
        using var middle = await Page(sandbox, "v1/calls?limit=2&page=2");
        using var last = await Page(sandbox, "v1/calls?limit=3&page=2");

        Assert.Equal(new[] { "1", "2", "4", "3" }, Ids(all));
        Assert.Equal(new[] { "4", "3" }, Ids(middle));
        Assert.Equal(new[] { "3" }, Ids(last));
        Assert.Equal((4, 2, 3, 2), Envelope(last));
    }

    [Fact]
    public async Task A_call_that_is_not_there_is_404()
    {
        var sandbox = Sample();
        var ofLarge = SandboxSequences.Sample()["large"].Calls(0, 1).Items[0].Call.Id;
        var known = SandboxSequences.Sample()["demo"].Calls(0, 1).Items[0].Call.Id;

        foreach (var id in new[] { "x", "", ofLarge, known.ToUpperInvariant() })
        {
            using var response = await Send(sandbox, "v1/calls/" + id);
            Assert.Equal(404, (int)response.StatusCode);
            Assert.Equal("NOT_FOUND", await ErrorCode(response));
        }
    }

    // Pinned: people write tests against these calls.
    [Theory]
    [InlineData("", 336)]
    [InlineData("?workspaceIds=" + MainWorkspace, 336)]
    [InlineData("?workspaceIds=" + SecondWorkspace, 0)]
    public async Task All_calls_are_in_the_first_workspace(string query, int total)
    {
        using var page = await Page(Sample(), "v1/calls" + query);

        Assert.Equal(total, Envelope(page).Total);
        Assert.Equal(total == 0 ? null : "53c5b11b-4aaa-4b55-940a-26febde41216", Ids(page).FirstOrDefault());
    }

    [Fact]
    public async Task Without_rows_there_are_no_calls()
    {
        using var page = await Page(Sample(options => options.Sequences = SandboxSequences.Sample(demoCount: 0)), "v1/calls");

        Assert.Equal((0, 1, 50, 0), Envelope(page));
    }

    // --- Tags ---

    [Fact]
    public async Task A_tag_is_made_and_deleted()
    {
        var clock = new FakeClock();
        var sandbox = Sample(clock: clock);

        using var made = await Post(sandbox, "v1/tags", """{"label":"à rappeler"}""");

        Assert.Equal(201, (int)made.StatusCode);
        using var tag = JsonDocument.Parse(await Text(made));
        var id = tag.RootElement.GetProperty("id").GetString();
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(
            $$"""{"id":"{{id}}","label":"à rappeler","isSuccessTag":false,"createdAt":"2026-01-15T10:30:00.000Z","updatedAt":"2026-01-15T10:30:00.000Z"}""",
            await Text(made));

        using var deleted = await Delete(sandbox, "v1/tags/" + id);
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal("", await Text(deleted));
        Assert.Null(deleted.Content.Headers.ContentType);
        Assert.Equal("998", Header(deleted, "X-RateLimit-Remaining"));
        using var again = await Delete(sandbox, "v1/tags/" + id);
        Assert.Equal(404, (int)again.StatusCode);

        using var secondLife = JsonDocument.Parse(await Text(await Post(sandbox, "v1/tags", """{"label":"à rappeler"}""")));
        Assert.NotEqual(id, secondLife.RootElement.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{"label":"new","isSuccessTag":true}""", true)]
    [InlineData("""{"label":"new","isSuccessTag":false}""", false)]
    public async Task A_tag_may_count_as_a_success(string body, bool expected)
    {
        using var made = await Post(Sample(), "v1/tags", body);

        using var tag = JsonDocument.Parse(await Text(made));
        Assert.Equal(expected, tag.RootElement.GetProperty("isSuccessTag").GetBoolean());
    }

    [Theory]
    [InlineData("{}", 400, "label is required")]
    [InlineData("""{"label":""}""", 400, "label is required")]
    [InlineData("""{"isSuccessTag":true}""", 400, "label is required")]
    [InlineData("""{"label":null}""", 400, "label must be")]
    [InlineData("""{"label":7}""", 400, "label must be")]
    [InlineData("""{"label":"x","isSuccessTag":"true"}""", 400, "isSuccessTag must be")]
    [InlineData("", 400, "The body must be")]
    [InlineData("[]", 400, "The body must be")]
    [InlineData("""{"label":"x""", 400, "The body must be")]
    [InlineData("""{"label":"\ud800"}""", 400, "The body must be")]
    [InlineData("""{"label":"x","colour":"red"}""", 501, "'colour'")]
    [InlineData("""{"label":"vip"}""", 501, "'vip'")]
    public async Task A_tag_that_can_not_be_made_says_why(string body, int status, string message)
    {
        using var response = await Post(Sample(), "v1/tags", body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(message, (await Error(response)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_does_not_say_that_it_is_json_is_none()
    {
        var sandbox = Sample();

        using var plain = await Post(sandbox, "v1/tags", new StringContent("""{"label":"x"}""", Encoding.UTF8, "text/plain"));
        using var nothing = await Post(sandbox, "v1/tags", (HttpContent?)null);

        Assert.Equal(400, (int)plain.StatusCode);
        Assert.Equal(400, (int)nothing.StatusCode);
    }

    [Fact]
    public async Task The_last_success_tag_stays()
    {
        var sandbox = Sample();

        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("hot-lead")));
        using var refused = await Delete(sandbox, "v1/tags/" + SampleTags.IdOf("meeting-booked"));

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("sandbox's own choice", (await Error(refused)).Message, StringComparison.Ordinal);

        (await Post(sandbox, "v1/tags", """{"label":"won","isSuccessTag":true}""")).Dispose();
        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("meeting-booked")));
    }

    [Fact]
    public async Task Tags_of_own_contacts_are_there_from_the_start()
    {
        var first = new SequenceContact { Tags = new() { new Tag("prospect") { Id = "t1" }, new Tag("chaud") } };
        var second = new SequenceContact { Tags = new() { new Tag("prospect") { Id = "t1" } } };
        var sandbox = Own(first, second);

        Assert.Equal(204, await DeleteTag(sandbox, "t1"));
        Assert.Equal(404, await DeleteTag(sandbox, "t1"));
        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("chaud")));
        Assert.Equal(404, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
    }

    [Fact]
    public async Task Two_sandboxes_have_nothing_in_common()
    {
        var first = Sample();
        Assert.Equal(204, await DeleteTag(first, SampleTags.IdOf("vip")));

        Assert.Equal(204, await DeleteTag(Sample(), SampleTags.IdOf("vip")));
    }

    // --- The record ---

    [Fact]
    public async Task The_record_keeps_the_body_and_never_a_header()
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
    public async Task A_write_that_meets_a_fault_has_not_happened_and_one_whose_answer_is_lost_has()
    {
        var sandbox = Sample(options => options.Faults = new List<SandboxFault> { new(500) { Request = 1 }, new("Reset") { Request = 2 } });
        var path = "v1/tags/" + SampleTags.IdOf("vip");

        Assert.Equal(500, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
        await Assert.ThrowsAsync<HttpRequestException>(() => Delete(sandbox, path));
        Assert.Equal(404, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
    }

    // --- Tools ---

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
