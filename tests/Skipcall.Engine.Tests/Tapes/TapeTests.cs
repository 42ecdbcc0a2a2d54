using System.Text;
using System.Text.Json;
using Skipcall.Engine.Tapes;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests;

/// <summary>Recordings contain no personal data, and a sandbox can replay them.</summary>
public sealed class TapeTests : IDisposable
{
    private const string Canary = "Kanarienvogel42";

    // Every field that a recording knows, and some unknown ones.
    private static readonly string[] s_fields =
    {
        "data", "total", "page", "limit", "totalPages", "id", "status", "contact", "tags", "calls", "createdAt", "firstName", "lastName", "email", "company",
        "phoneNumbers", "number", "label", "isSuccessTag", "startedAt", "endedAt", "durationSeconds", "callType", "type", "code", "message", "error", "notes",
        "value", "sequenceId", "organizationMembershipId", "workspaceIds", "somethingNew", "Identifier",
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"skipcall-tape-{Guid.NewGuid():N}.jsonl");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_canary_in_any_position_of_uri_headers_and_bodies_is_not_in_the_file()
    {
        var canaries = new List<string> { Canary, Canary.ToLowerInvariant(), "sk_live_" + Canary, "+33698765432", "33698765432", "zoe.canari@societe.fr", "\u00e9toile-de-mer", "{canari", "<b>canari</b>" };
        foreach (var canary in canaries)
        {
            using var invoker = Record(_ => Answer(200, BodyOf(canary), canary));
            foreach (var uri in Uris(Uri.EscapeDataString(canary)))
            {
                using var request = new HttpRequestMessage(new HttpMethod("POST"), uri) { Content = new StringContent(BodyOf(canary), Encoding.UTF8, "application/json") };
                AddCanaryHeaders(request, canary);
                (await invoker.SendAsync(request, Token)).Dispose();
            }

            var text = await File.ReadAllTextAsync(_path, Token);
            Assert.Equal(Uris("x").Length, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            foreach (var form in new[] { canary, Uri.EscapeDataString(canary), JsonEncodedText.Encode(canary).ToString(), Convert.ToBase64String(Encoding.UTF8.GetBytes(canary)) })
            {
                Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase);
            }

            File.Delete(_path);
        }
    }

    [Theory]
    [InlineData("Kanarienvogel42", "text")]
    [InlineData("<p>Kanarienvogel42</p>", "<html></html>")]
    [InlineData("""{"id":"Kanarienvogel42""", "{")]
    [InlineData("""{"id":"\ud800Kanarienvogel42"}""", "{")]
    public async Task A_body_that_is_not_JSON_keeps_only_its_kind(string body, string expected)
    {
        using var invoker = Record(_ => Answer(500, body, Canary));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.invalid/v1/health");
        (await invoker.SendAsync(request, Token)).Dispose();

        var line = JsonDocument.Parse(await File.ReadAllTextAsync(_path, Token)).RootElement;
        Assert.Equal(expected, line.GetProperty("response").GetString());
        Assert.Equal(500, line.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task The_caller_gets_the_response_as_it_was()
    {
        using var invoker = Record(_ => Answer(200, BodyOf(Canary), Canary));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.invalid/v1/health");

        using var response = await invoker.SendAsync(request, Token);

        Assert.Equal(BodyOf(Canary), await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(Canary, response.Headers.GetValues("X-Canary").Single());
    }

    [Fact]
    public void A_recorded_scan_replays_with_the_same_number_of_everything()
    {
        var clock = new FakeClock();
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample(), Faults = { new SandboxFault(503) { Request = 2 } } }, clock);
        var recorder = new TapeRecorder(sandbox.CreateHandler(), _path, 1 << 20);
        var recorded = ScanFixture.Sharing(new ClientFixture(recorder, null, clock, sandbox.BaseUri, sandbox.ApiKey), "demo").Run();

        var tape = new Tape(_path);
        var replaying = new Sandbox(new SandboxOptions { Tape = tape, RateLimit = 0 }, clock);
        var replayed = ScanFixture.Of(replaying, clock, Assert.Single(replaying.SequenceIds)).Run();

        Assert.Equal((recorded.Written, recorded.Pages, recorded.Retries, recorded.Complete), (replayed.Written, replayed.Pages, replayed.Retries, replayed.Complete));
        Assert.Equal(250, replayed.Written);
        Assert.Equal(1, replayed.Retries);
        Assert.DoesNotContain("Zo\u00e9", File.ReadAllText(_path), StringComparison.Ordinal);
        Assert.DoesNotContain("sk_", File.ReadAllText(_path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_text_has_the_same_pseudonym_in_one_recording_and_another_in_the_next()
    {
        const string Body = """{"data":[{"id":"c0ffee00-0000-4000-8000-000000000001","firstName":"Ada","createdAt":"2026-01-02T03:04:05.000Z","status":"CONNECTED"}],"total":1}""";
        var texts = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var invoker = Record(_ => Answer(200, Body, "7"));
            for (var j = 0; j < 2; j++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.invalid/api/v1/sequences/c0ffee00-0000-4000-8000-000000000001/contacts?page=1&tag=vip");
                (await invoker.SendAsync(request, Token)).Dispose();
            }

            var lines = await File.ReadAllLinesAsync(_path, Token);
            Assert.Equal(lines[0], lines[1]);
            texts.Add(lines[0]);
            File.Delete(_path);
        }

        Assert.NotEqual(texts[0], texts[1]);
        var line = JsonDocument.Parse(texts[0]).RootElement;
        var row = JsonDocument.Parse(line.GetProperty("response").GetString()!).RootElement.GetProperty("data")[0];
        Assert.StartsWith($"/v1/sequences/{row.GetProperty("id").GetString()}/contacts?page=1&tag=tag-", line.GetProperty("uri").GetString(), StringComparison.Ordinal);
        Assert.Equal(("2026-01-02T03:04:05.000Z", "CONNECTED"), (row.GetProperty("createdAt").GetString(), row.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Responses_replay_in_order_with_times_moved_to_now_and_failures_fail_again()
    {
        await File.WriteAllLinesAsync(
            _path,
            new[]
            {
                Line(429, "\"Date\":\"Thu, 01 Jan 2026 10:00:00 GMT\",\"X-RateLimit-Reset\":\"1767261630\",\"X-RateLimit-Limit\":\"1000\",\"Retry-After\":\"30\""),
                Line(0, ""),
                Line(200, "\"Content-Type\":\"application/json\""),
            },
            Token);
        var tape = new Tape(_path);
        var now = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

        using var first = tape.Respond("GET", "/v1/health", now)!;
        Assert.Equal(429, (int)first.StatusCode);
        Assert.Equal(now.AddSeconds(30).ToUnixTimeSeconds(), long.Parse(first.Headers.GetValues("X-RateLimit-Reset").Single(), null));
        Assert.Equal(("1000", "30"), (first.Headers.GetValues("X-RateLimit-Limit").Single(), first.Headers.GetValues("Retry-After").Single()));
        Assert.Throws<HttpRequestException>(() => tape.Respond("GET", "/v1/health", now));
        for (var i = 0; i < 2; i++)
        {
            using var last = tape.Respond("GET", "/v1/health", now)!;
            Assert.Equal(200, (int)last.StatusCode);
        }

        Assert.Null(tape.Respond("GET", "/v1/users", now));
        Assert.Null(tape.Respond("POST", "/v1/health", now));
    }

    [Fact]
    public async Task A_failed_request_is_recorded_and_fails_as_before()
    {
        using var invoker = Record(_ => throw new HttpRequestException(Canary));
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.invalid/v1/health");

        await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(request, Token));

        Assert.Throws<HttpRequestException>(() => new Tape(_path).Respond("GET", "/v1/health", DateTimeOffset.UnixEpoch));
        Assert.DoesNotContain(Canary, await File.ReadAllTextAsync(_path, Token), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json\n")]
    [InlineData("{}\n")]
    [InlineData("[]\n")]
    public void A_file_that_is_not_a_recording_is_an_error(string text)
    {
        File.WriteAllText(_path, text);

        Assert.Equal(SkipcallErrorId.InvalidRequest, Assert.Throws<SkipcallException>(() => new Tape(_path)).ErrorId);
        Assert.Equal(SkipcallErrorId.InvalidRequest, Assert.Throws<SkipcallException>(() => new Tape(_path + ".missing")).ErrorId);
        Assert.Equal(SkipcallErrorId.InvalidRequest, Assert.Throws<SkipcallException>(() => new TapeRecorder(new HttpClientHandler(), _path, 100)).ErrorId);
        Assert.Equal(text, File.ReadAllText(_path));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string[] Uris(string canary) => new[]
    {
        $"https://example.invalid/{canary}/v1/sequences/{canary}/contacts?page={canary}&limit={canary}&tag={canary}&status={canary}&{canary}={canary}&{canary}",
        $"https://example.invalid/v1/calls?workspaceIds={canary},x{canary}",
        $"https://user:{canary}@example.invalid/{canary}?{canary}#{canary}",
        $"https://{(canary.All(char.IsAsciiLetterOrDigit) ? canary : "example")}.invalid/v1/tags/{canary}/{canary}",
    };

    private static string BodyOf(string canary)
    {
        var fields = s_fields.Append(canary).ToList();
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var field in fields)
            {
                json.WriteStartArray(field);
                json.WriteStringValue(canary);
                json.WriteStringValue("2026-01-01T00:00:00Z" + canary);
                json.WriteNumberValue(33698765432);
                json.WriteNumberValue(3.3698765432e10);
                json.WriteBooleanValue(true);
                json.WriteNullValue();
                json.WriteStartObject();
                json.WriteString(field, canary);
                json.WriteString(canary, canary);
                json.WriteEndObject();
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void AddCanaryHeaders(HttpRequestMessage request, string canary)
    {
        foreach (var name in new[] { "Authorization", "Cookie", "User-Agent", "Referer", "X-Canary", "Accept" })
        {
            request.Headers.TryAddWithoutValidation(name, canary);
        }
    }

    private static HttpResponseMessage Answer(int status, string body, string canary)
    {
        var response = new HttpResponseMessage((System.Net.HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        response.Content.Headers.Remove("Content-Type");
        response.Content.Headers.TryAddWithoutValidation("Content-Type", "application/" + canary);
        response.Content.Headers.TryAddWithoutValidation("Content-Disposition", canary);
        foreach (var name in new[] { "Date", "Age", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "Set-Cookie", "X-Canary", "ETag", "Server" })
        {
            response.Headers.TryAddWithoutValidation(name, canary);
        }

        return response;
    }

    private static string Line(int status, string headers) =>
        $$"""{"method":"GET","uri":"/v1/health","request":null,"status":{{status}},"headers":{{{headers}}},"response":"{}"}""";

    private HttpMessageInvoker Record(Func<HttpRequestMessage, HttpResponseMessage> answer) => new(new TapeRecorder(new Stub(answer), _path, 1 << 20));

    private sealed class Stub(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
