using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Http;

public sealed partial class HostileResponseTests
{
    [Theory]
    [MemberData(nameof(Echoes))]
    public void The_key_is_removed_from_error_messages(string echo)
    {
        foreach (var body in new[] { Body("message", echo), Body("code", echo), Body("message", "before " + echo + " after") })
        {
            var fixture = Bench(_ => JsonResponse.Json(body, 400));
            AssertNoSecret(Assert.Throws<SkipcallException>(() => fixture.Send()), fixture);
        }
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public void The_key_is_removed_from_debug_lines(string echo)
    {
        var fixture = Bench(_ => JsonResponse.Json("{}").With("X-Echo", echo.ReplaceLineEndings(" ")));
        fixture.Send();
        AssertNoSecret(null, fixture);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public void The_key_is_removed_from_the_text_of_foreign_exceptions(string echo)
    {
        var fixture = Bench(_ => throw new HttpRequestException("outer", new IOException($"The server returned an invalid or unrecognized response: '{echo}'\u001b[31m\a.")));
        AssertNoSecret(Assert.Throws<SkipcallException>(() => fixture.Send()), fixture);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public void The_key_is_removed_from_unreadable_records_and_unknown_statuses(string echo)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(echo);
        var fixture = Bench(_ => JsonResponse.Json(JsonResponse.PageJson([$$"""{"status":{{text}}}""", $$"""{"id":"1","status":{{text}}}"""], 2, 1, 100)));
        var sink = new ContactSink();
        var scan = new Scan<SequenceContact>(
            fixture.Client, new SequenceContactQuery("s", null, SequenceContactStatus.CONNECTED, new SeenValues()), new ScanOptions { Mode = ScanMode.All }, sink, fixture.Log, fixture.Clock);

        fixture.Clock.Run(() => scan.RunAsync(default));

        AssertNoSecret(null, fixture);
        AssertNoSecret(sink.UnreadableRecords.Single().Record.Json);
    }

    [Theory]
    [InlineData("plain-key-without-a-prefix-81")]
    [InlineData("abc")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sk_q7Xw2LmZ9tRkPv4B_fr")]
    public void A_key_of_another_shape_is_removed_too(string key)
    {
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Json(Body("message", $"Bad key {key}!"), 400)), key: key);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.DoesNotContain(key, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Proxy http://user:pa55word@proxy:8080 failed")]
    [InlineData("Proxy http://user:pa55/word@proxy:8080/ failed")]
    [InlineData("Proxy http://user:pa55@word@proxy:8080 failed")]
    [InlineData("Proxy user:pa55word@proxy:8080 failed")]
    public void User_info_is_removed_from_addresses(string message)
    {
        var fixture = Bench(_ => throw new HttpRequestException(message, new IOException(message)));

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.DoesNotContain("pa55", failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("proxy:8080", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ordinary_text_stays_as_it_is()
    {
        const string message = "Sequence 123e4567-e89b-12d3-a456-426614174000 of user zoe@example.com was not found at 10:30:00";
        var fixture = Bench(_ => JsonResponse.Json(Body("message", message), 400));

        Assert.EndsWith(": " + message, Assert.Throws<SkipcallException>(() => fixture.Send()).Message, StringComparison.Ordinal);
    }
}
