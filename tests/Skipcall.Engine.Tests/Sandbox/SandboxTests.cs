using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Sandboxing;
using Xunit;
using static Skipcall.Engine.Tests.SandboxAsker;

namespace Skipcall.Engine.Tests;

/// <summary>The sandbox against the specification: what it answers, and what it says it was asked.</summary>
public sealed class SandboxTests
{
    private const string Demo = "v1/sequences/demo/contacts";

    private static readonly string[] s_callStatuses =
    {
        "NOT_INITIATED", "INITIATED", "QUEUED", "RINGING", "IN_PROGRESS", "BUSY", "NO_ANSWER", "MISSED_CALL", "VOICEMAIL",
        "CONNECTED", "CANCELLED", "COMPLETED", "ERROR_NUMBER", "ERROR_COUNTRY", "UNKNOWN_ERROR",
    };

    private readonly StubClock _clock = new();

    // --- Key, plan, routes ---

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
    public async Task A_plan_that_may_not_is_403_even_for_what_does_not_exist(string code)
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
    public async Task What_is_not_there_says_so(string path, int status, string code)
    {
        using var response = await Send(Make(), path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, await ErrorCode(response));
    }

    [Fact]
    public async Task Workspaces_answer_whatever_the_host_with_the_headers_of_any_answer()
    {
        var sandbox = Make();
        _clock.UtcNow = _clock.UtcNow.AddMilliseconds(789);

        using var response = await Send(sandbox, "https://localhost:5001/v1/workspaces");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(_clock.UtcNow.AddMilliseconds(-789), response.Headers.Date);

        // As a relay sees it, which copies what is there: asking for the property would put it there.
        Assert.Contains(response.Content.Headers, header => header.Key == "Content-Length");
    }

    // --- Paging and filters ---

    [Fact]
    public async Task Without_parameters_it_is_page_1_of_50()
    {
        using var page = await Page(Make(), Demo);

        Assert.Equal(50, page.RootElement.GetProperty("data").GetArrayLength());
        Assert.Equal((250, 1, 50, 5), Envelope(page));
    }

    [Fact]
    public async Task The_pages_together_are_all_rows_once()
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
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=1.5")]
    [InlineData("page=x")]
    [InlineData("page=")]
    [InlineData("page=99999999999")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=ten")]
    [InlineData("status=connected")]
    [InlineData("status=")]
    [InlineData("status=7")]
    public async Task Parameters_out_of_range_are_400(string query)
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
    public async Task An_id_may_hold_what_a_path_must_escape()
    {
        const string Id = "a/b c?é%";
        var sandbox = Make(options => options.Sequences = SandboxSequences.Own(new[] { Row("1", null) }, Id));

        using var page = await Page(sandbox, $"v1/sequences/{Uri.EscapeDataString(Id)}/contacts?tag=&page=1");

        var request = Assert.Single(sandbox.Requests);
        Assert.Equal(Id, request.SequenceId);
        Assert.Equal("/v1/sequences/a%2Fb%20c%3F%C3%A9%25/contacts", request.Path);
    }

    // --- What a row looks like ---

    [Fact]
    public void Sample_rows_show_everything_the_specification_has()
    {
        var rows = SandboxSequences.Sample()["demo"].Page(null, null, new PageRequest(1, 250)).Items;

        Assert.Equal(
            Enum.GetNames<SequenceContactStatus>().Append(null).Order(StringComparer.Ordinal),
            rows.Select(row => row.Status).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            s_callStatuses.Order(StringComparer.Ordinal),
            rows.SelectMany(row => row.Calls).Select(call => call.Status!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(7, rows.SelectMany(row => row.Tags).Select(tag => tag.Label).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(row.Status == "MISSING_NUMBER", row.Contact.PhoneNumbers.Count == 0));
        Assert.Contains(rows, row => row.Contact.PhoneNumbers.Count == 2);
        Assert.Contains(rows, row => row.Email is null);
        Assert.Contains(rows, row => row.Company is null);
        Assert.Contains(rows, row => row.Company?.Contains('"', StringComparison.Ordinal) == true);
        Assert.All(rows, row => Assert.Equal(2025, row.CreatedAt!.Value.Year));
        var ids = rows.Select(row => row.Id)
            .Concat(rows.Select(row => row.Contact.Id))
            .Concat(rows.SelectMany(row => row.Calls).Select(call => call.Id))
            .Concat(rows.SelectMany(row => row.Contact.PhoneNumbers).Select(number => number.Id))
            .ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(Guid.Parse(id).ToString("D"), id));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(5000)]
    public void Sample_data_end_on_the_day_they_are_made_for(int count)
    {
        var day = new DateTime(2026, 11, 25);
        var rows = SandboxSequences.Sample(count, day)["demo"].Page(null, null, new PageRequest(1, count)).Items;
        var pinned = SandboxSequences.Sample(count)["demo"].Page(null, null, new PageRequest(1, count)).Items;

        var times = rows.Select(row => row.CreatedAt!.Value).Concat(rows.SelectMany(row => row.Calls).Select(call => call.EndedAt ?? call.CreatedAt!.Value)).ToList();
        Assert.Equal(day, times.Max().UtcDateTime.Date);
        Assert.Contains(rows.SelectMany(row => row.Calls), call => call.StartedAt?.UtcDateTime.Date == day.AddDays(-1));
        Assert.Equal(pinned.Select(row => row.Id), rows.Select(row => row.Id));
        Assert.All(rows.Zip(pinned), pair => Assert.Equal(day - SampleData.DefaultLastDay, pair.First.CreatedAt - pair.Second.CreatedAt));
    }

    [Fact]
    public void Sample_calls_are_sensible()
    {
        var rows = new SandboxSequence("g", 2000).Page(null, null, new PageRequest(1, 2000)).Items;

        Assert.All(rows.SelectMany(row => row.Calls.Select(call => (row, call))), pair =>
        {
            Assert.True(pair.call.CreatedAt > pair.row.CreatedAt);
            Assert.Equal(pair.call.EndedAt is null, pair.call.DurationSeconds is null);
            Assert.Equal(pair.call.EndedAt - pair.call.StartedAt, pair.call.Duration);
        });
    }

    [Fact]
    public void Sample_numbers_and_addresses_belong_to_nobody()
    {
        var rows = new SandboxSequence("g", 2000).Page(null, null, new PageRequest(1, 2000)).Items;

        Assert.All(rows.SelectMany(row => row.Contact.PhoneNumbers), number =>
            Assert.Matches(@"^(\+3319900\d{4}|\+3363998\d{4}|\+447700900\d{3}|\+120255501\d{2})$", number.Number));
        Assert.All(rows.Where(row => row.Email is not null), row =>
            Assert.Matches(@"^[a-z.-]+\d+@example\.(com|org|net)$", row.Email!));
    }

    [Fact]
    public async Task Computed_rows_are_the_same_in_every_sandbox_and_on_every_page_size()
    {
        const string Path = "v1/sequences/large/contacts?limit=100&page=7";

        using var first = await Send(Make(), Path);
        using var second = await Send(Make(), Path);
        using var small = await Page(Make(), "v1/sequences/large/contacts?limit=1&page=601");

        var text = await Text(first);
        Assert.Equal(text, await Text(second));
        using var page = JsonDocument.Parse(text);
        Assert.Equal(Ids(page)[0], Ids(small)[0]);

        // Pinned: people write tests against these rows.
        Assert.Equal("67c1384a-284d-40aa-b80b-a9df79dd5301", SandboxSequences.Sample()["demo"].Page(null, null, new PageRequest(1, 1)).Items[0].Id);
    }

    [Fact]
    public async Task A_row_is_written_as_the_specification_spells_it()
    {
        var row = Row("1", "CONNECTED");
        row.CreatedAt = new DateTimeOffset(2024, 1, 15, 11, 30, 0, TimeSpan.FromHours(1));
        row.Contact = new Contact { Id = "c", FirstName = "Zoé", LastName = "O'Connor & \"fils\"", PhoneNumbers = new() { new PhoneNumber("+33639980000") { Id = "p" } } };
        row.Tags.Add(new Tag("hot-lead") { Id = "t", IsSuccessTag = true });
        row.Calls.Add(new Call { Id = "k", Status = "COMPLETED", StartedAt = row.CreatedAt, EndedAt = row.CreatedAt.Value.AddSeconds(150), DurationSeconds = 150 });

        var text = await OwnPage(row);

        Assert.Equal(
            """{"data":[{"id":"1","status":"CONNECTED","contact":{"id":"c","firstName":"Zoé","lastName":"O'Connor & \"fils\"","email":null,"company":null,"phoneNumbers":[{"id":"p","number":"+33639980000"}]},"tags":[{"id":"t","label":"hot-lead","isSuccessTag":true}],"calls":[{"id":"k","status":"COMPLETED","startedAt":"2024-01-15T10:30:00.000Z","endedAt":"2024-01-15T10:32:30.000Z","durationSeconds":150,"createdAt":"2024-01-15T10:30:00.000Z"}],"createdAt":"2024-01-15T10:30:00.000Z"}],"total":1,"page":1,"limit":50,"totalPages":1}""",
            text);
    }

    [Fact]
    public async Task What_is_missing_of_an_own_contact_is_filled_in_and_the_contact_itself_left_alone()
    {
        var row = new SequenceContact { Tags = new() { new Tag("vip") }, Calls = new() { new Call { Status = "BUSY" } } };
        row.Contact.PhoneNumbers.Add(new PhoneNumber("+1"));

        using var page = JsonDocument.Parse(await OwnPage(row));

        var sent = page.RootElement.GetProperty("data")[0];
        Assert.Equal("2025-01-01T00:00:00.000Z", sent.GetProperty("createdAt").GetString());
        Assert.Equal(JsonValueKind.Null, sent.GetProperty("status").ValueKind);
        Assert.Equal("", sent.GetProperty("contact").GetProperty("firstName").GetString());
        foreach (var item in new[]
        {
            sent, sent.GetProperty("contact"), sent.GetProperty("tags")[0], sent.GetProperty("calls")[0],
            sent.GetProperty("contact").GetProperty("phoneNumbers")[0],
        })
        {
            Assert.True(Guid.TryParse(item.GetProperty("id").GetString(), out _));
        }

        Assert.Equal("", row.Id);
        Assert.Equal("", row.Tags[0].Id);
    }

    [Fact]
    public async Task Planted_json_stands_beside_the_documented_fields_or_in_their_place()
    {
        var row = Row("1", "CONNECTED", "vip");
        row.AdditionalProperties["score"] = "[1,{}]";
        row.AdditionalProperties["createdAt"] = "\"soon\"";
        row.Contact.AdditionalProperties["email"] = """{"value":"x"}""";
        row.Contact.AdditionalProperties["phoneNumbers"] = "null";
        row.Tags[0].AdditionalProperties["colour"] = "\"red\"";

        var text = await OwnPage(row);

        Assert.Contains("""  "createdAt":"soon","score":[1,{}]}""".Trim(), text, StringComparison.Ordinal);
        Assert.Contains("""  "email":{"value":"x"},"company":null,"phoneNumbers":null}""".Trim(), text, StringComparison.Ordinal);
        Assert.Contains("""  "isSuccessTag":false,"colour":"red"}""".Trim(), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_contacts_go_where_they_belong_and_text_that_is_no_json_is_refused()
    {
        var elsewhere = Row("2", null);
        elsewhere.SequenceId = "other";

        var sequences = SandboxSequences.Own(new[] { Row("1", null), elsewhere, Row("3", null) }, "mine");

        Assert.Equal(new[] { "mine", "other" }, sequences.Keys);
        Assert.Equal(2, sequences["mine"].Count);
        Assert.Equal(0, SandboxSequences.Own(Array.Empty<SequenceContact>(), "mine")["mine"].Count);

        elsewhere.AdditionalProperties["x"] = "no json";
        Assert.Throws<ArgumentException>(() => SandboxSequences.Own(new[] { elsewhere }, "mine"));
        Assert.Throws<ArgumentException>(() => SandboxSequences.Own(new SequenceContact[] { null! }, "mine"));
    }

    // --- Rate limit ---

    [Fact]
    public async Task A_fixed_window_starts_at_its_first_request_and_then_all_of_it_is_back()
    {
        var sandbox = Make(options => options.RateLimit = 2);
        var start = _clock.UtcNow;
        _clock.UtcNow = start.AddSeconds(10.25);
        await ExpectBudget(sandbox, 200, remaining: 1, resetAt: start.AddSeconds(71));
        _clock.UtcNow = start.AddSeconds(40);
        await ExpectBudget(sandbox, 200, remaining: 0, resetAt: start.AddSeconds(71));
        using (var refused = await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(71)))
        {
            Assert.Equal("31", Header(refused, "Retry-After"));
            Assert.Equal("RATE_LIMIT_EXCEEDED", await ErrorCode(refused));
        }

        _clock.UtcNow = start.AddSeconds(70.249);
        await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(71));
        _clock.UtcNow = start.AddSeconds(70.25);
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
        _clock.UtcNow = start.AddSeconds(20);
        await ExpectBudget(sandbox, 200, remaining: 0, resetAt: start.AddSeconds(60));
        _clock.UtcNow = start.AddSeconds(59);
        using (var refused = await ExpectBudget(sandbox, 429, remaining: 0, resetAt: start.AddSeconds(60)))
        {
            Assert.Equal("1", Header(refused, "Retry-After"));
        }

        _clock.UtcNow = start.AddSeconds(60);
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
    public async Task Without_a_limit_there_is_none_and_no_word_of_it()
    {
        var sandbox = Make(options => options.RateLimit = 0);
        for (var i = 0; i < 2000; i++)
        {
            using var response = await Send(sandbox, "v1/workspaces");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("Date", Assert.Single(response.Headers).Key);
        }
    }

    // --- Faults ---

    [Fact]
    public async Task A_fault_hits_the_request_it_names_and_costs_one()
    {
        var sandbox = Make(new SandboxFault(503) { Request = 2, RetryAfterSec = 1.2 });

        Assert.Equal("200 503 200", await Statuses(sandbox, 3));

        sandbox = Make(new SandboxFault(503) { RetryAfterSec = 1.2 });
        using var response = await Send(sandbox, Demo);
        Assert.Equal("2", Header(response, "Retry-After"));
        Assert.Equal("999", Header(response, "X-RateLimit-Remaining"));
        Assert.Equal("SERVICE_UNAVAILABLE", await ErrorCode(response));
    }

    [Fact]
    public async Task A_fault_hits_as_often_as_it_may()
    {
        Assert.Equal("500 500 200", await Statuses(Make(new SandboxFault { Times = 2 }), 3));
        Assert.Equal("502 502 502", await Statuses(Make(new SandboxFault(502) { Times = 0 }), 3));
        Assert.Equal("500 502 200", await Statuses(Make(new SandboxFault(), new SandboxFault(502)), 3));
    }

    [Fact]
    public async Task A_fault_of_a_page_leaves_every_other_request_alone()
    {
        var sandbox = Make(new SandboxFault { Page = 2, Times = 0 }, new SandboxFault(404) { Page = 1, Times = 0 });

        Assert.Equal(200, await Status(sandbox, "v1/users?page=2"));
        Assert.Equal(500, await Status(sandbox, Demo + "?page=2"));
        Assert.Equal(404, await Status(sandbox, Demo));
        Assert.Equal(200, await Status(sandbox, Demo + "?page=3"));
    }

    [Fact]
    public async Task A_fault_of_401_costs_nothing_and_has_no_rate_headers()
    {
        var sandbox = Make(new SandboxFault(401));

        using var refused = await Send(sandbox, Demo);
        using var next = await Send(sandbox, Demo);

        Assert.Equal("Date", Assert.Single(refused.Headers).Key);
        Assert.Equal("UNAUTHORIZED", await ErrorCode(refused));
        Assert.Equal("999", Header(next, "X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task A_fault_may_bring_its_own_body()
    {
        var sandbox = Make(
            new SandboxFault(200) { Body = """{"data":7}""" },
            new SandboxFault("html"),
            new SandboxFault("Html") { StatusCode = 502, Body = "<p>" },
            new SandboxFault(500) { Body = "oops" },
            new SandboxFault(418));

        await ExpectBody(sandbox, 200, "application/json", """{"data":7}""");
        await ExpectBody(sandbox, 200, "text/html", null);
        await ExpectBody(sandbox, 502, "text/html", "<p>");
        await ExpectBody(sandbox, 500, "text/plain", "oops");
        await ExpectBody(sandbox, 418, "application/json", null);
    }

    [Fact]
    public async Task A_reset_is_a_broken_transport_and_no_answer()
    {
        var sandbox = Make(new SandboxFault("Reset"));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Send(sandbox, Demo));

        Assert.IsType<IOException>(exception.InnerException);
        var request = Assert.Single(sandbox.Requests);
        Assert.Equal(0, request.StatusCode);
        Assert.Equal($"GET /{Demo} -> no answer", request.ToString());
    }

    [Fact]
    public async Task A_truncated_body_ends_without_a_sound()
    {
        var sandbox = Make(new SandboxFault("Truncate"));

        using var cut = await Send(sandbox, Demo);
        using var whole = await Send(sandbox, Demo);

        var cutBytes = await cut.Content.ReadAsByteArrayAsync(Token);
        var wholeBytes = await whole.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal(200, (int)cut.StatusCode);
        Assert.Equal(wholeBytes.Length / 2, cutBytes.Length);
        Assert.Equal(wholeBytes.Take(cutBytes.Length), cutBytes);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(cutBytes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stalled_body_ends_only_when_the_read_or_the_request_is_cancelled(bool cancelRequest)
    {
        var sandbox = Make(new SandboxFault("Stall") { Body = "0123456789", StatusCode = 200 });
        using var request = new CancellationTokenSource();
        using var read = new CancellationTokenSource();
        using var response = await SendCancellable(sandbox, Demo, RightKey, request.Token);
        Assert.Equal(200, Assert.Single(sandbox.Requests).StatusCode);
        Assert.Equal(10, response.Content.Headers.ContentLength);
        using var stream = await response.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[100];
        Assert.Equal(5, await stream.ReadAsync(buffer, read.Token));

        var stalled = stream.ReadAsync(buffer, read.Token).AsTask();

        Assert.False(stalled.IsCompleted);
        await (cancelRequest ? request : read).CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled);
    }

    [Fact]
    public async Task A_stalled_body_ends_for_a_client_that_buffers_it_and_for_one_that_closes_it()
    {
        var sandbox = Make(new SandboxFault("Stall") { Times = 0 });
        using var client = new HttpClient(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.ApiKey);
        using var cancellation = new CancellationTokenSource();

        var buffered = client.GetAsync(new Uri(Demo, UriKind.Relative), cancellation.Token);
        Assert.False(buffered.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => buffered);

        var response = await client.GetAsync(new Uri(Demo, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        var copy = response.Content.CopyToAsync(Stream.Null, Token);
        Assert.False(copy.IsCompleted);
        response.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => copy);
    }

    [Fact]
    public async Task A_hung_request_ends_only_when_it_is_cancelled()
    {
        var sandbox = Make(new SandboxFault("hang"));
        using var cancellation = new CancellationTokenSource();

        var hung = SendCancellable(sandbox, Demo, RightKey, cancellation.Token);

        Assert.False(hung.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung);
        Assert.Equal(0, Assert.Single(sandbox.Requests).StatusCode);
    }

    [Fact]
    public void A_fault_that_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SandboxFault("Explode"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault { Request = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault { Page = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault { RetryAfterSec = double.NaN });
        Assert.Equal(503, new SandboxFault("503").StatusCode);
        Assert.Equal("Status 503, request 3, page 2, 4 times", new SandboxFault(503) { Request = 3, Page = 2, Times = 4 }.ToString());
    }

    // --- Latency, rows that move, the record ---

    [Fact]
    public void Without_latency_an_answer_is_there_when_the_call_returns()
    {
        Assert.True(Send(Make(), Demo).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task With_latency_it_comes_when_the_clock_says_and_on_the_thread_that_does()
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
    public async Task Rows_move_on_before_every_nth_contacts_request(string id)
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
    public async Task The_record_says_what_was_asked_and_never_the_key()
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
    public async Task Clearing_the_record_leaves_the_numbers_and_the_budget()
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
    public async Task Many_at_once_lose_nothing()
    {
        var sandbox = Make(options => options.RateLimit = 50);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => Task.Run(() => Status(sandbox, Demo), Token)));

        Assert.Equal(50, statuses.Count(status => status == 200));
        Assert.Equal(80, sandbox.Requests.Count);
    }

    [Fact]
    public void It_tells_what_it_is()
    {
        var sandbox = Make();

        Assert.Equal("Skipcall sandbox (demo, empty, large): 1000 requests per 60 s, 0 asked", sandbox.ToString());
        Assert.Equal(new[] { "demo", "empty", "large" }, sandbox.SequenceIds);
        Assert.Throws<ArgumentException>(() => Make(options => options.RateLimit = -1));
        Assert.Throws<ArgumentException>(() => Make(options => options.RateWindow = TimeSpan.Zero));
    }

    // --- Tools ---

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

    private sealed class StubClock : IClock
    {
        private readonly List<(DateTimeOffset Due, TaskCompletionSource Waiter)> _waiters = new();

        public DateTimeOffset UtcNow { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public TimeSpan Elapsed => UtcNow - DateTimeOffset.UnixEpoch;

        public Task Delay(TimeSpan delay, CancellationToken cancellationToken)
        {
            var waiter = new TaskCompletionSource();
            _waiters.Add((UtcNow + delay, waiter));
            return waiter.Task.WaitAsync(cancellationToken);
        }

        public void Advance(TimeSpan time)
        {
            UtcNow += time;
            foreach (var (_, waiter) in _waiters.Where(waiter => waiter.Due <= UtcNow).ToList())
            {
                waiter.SetResult();
            }
        }
    }
}
