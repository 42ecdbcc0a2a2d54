using System.Text.Json;
using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxEndpointTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_calls_are_those_of_the_contacts(bool stored)
    {
        // Moving rows are stored, but none has moved yet.
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
    public async Task A_single_call_is_the_same_as_in_the_list()
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
    public async Task Missing_fields_of_a_call_are_null_and_its_additional_properties_are_sent()
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
    public async Task An_unknown_call_is_404()
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

    // Pinned: users write tests against these calls.
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
}
