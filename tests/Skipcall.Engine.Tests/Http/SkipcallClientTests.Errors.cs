namespace Skipcall.Engine.Tests.Http;

public sealed partial class SkipcallClientTests
{
    [Theory]
    [InlineData(400, null, "InvalidRequest")]
    [InlineData(401, "UNAUTHORIZED", "Unauthorized")]
    [InlineData(403, "SUBSCRIPTION_REQUIRED", "SubscriptionRequired")]
    [InlineData(403, "PLAN_NOT_ELIGIBLE", "PlanNotEligible")]
    [InlineData(403, "SOMETHING_NEW", "Unauthorized")]
    [InlineData(403, null, "Unauthorized")]
    [InlineData(404, "NOT_FOUND", "SequenceNotFound")]
    [InlineData(409, null, "InvalidRequest")]
    [InlineData(501, null, "ServerError")]
    [InlineData(302, null, "InvalidResponse")]
    public void Each_status_has_its_error_id(int status, string? code, string errorId)
    {
        var body = code is null ? "" : $$$"""{"error":{"code":"{{{code}}}","message":"because","status":{{{status}}}}}""";

        var failure = Fail(status, body);

        Assert.Equal(errorId, failure.ErrorId.ToString());
        Assert.Equal(code, failure.ServiceCode);
    }

    [Fact]
    public void A_404_outside_sequences_is_InvalidRequest()
    {
        var fixture = new ClientFixture(new ScriptedService(_ => JsonResponse.Status(404)));

        Assert.Equal(SkipcallErrorId.InvalidRequest, Assert.Throws<SkipcallException>(() => fixture.Send()).ErrorId);
    }

    [Theory]
    [MemberData(nameof(ErrorBodies))]
    public void Any_error_body_is_accepted(string body, string? code, string? message)
    {
        foreach (var status in new[] { 400, 401, 403, 404 })
        {
            var failure = Fail(status, body);

            Assert.Equal(status, failure.StatusCode);
            Assert.Equal(code, failure.ServiceCode);
            Assert.Contains(status == 404 ? body.StartsWith('<') ? "HTML page" : "not found (404" : $"answered {status}", failure.Message, StringComparison.Ordinal);
            if (message is not null)
            {
                Assert.EndsWith(": " + message, failure.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Key_and_control_characters_are_removed_from_service_messages()
    {
        const string Said = "Key sk_live_abcdefghijklmnop\\u0007 is\\u001b[31m bad\\r\\nBearer abc123 \\u202e\\u2028\\u2029.";

        var failure = Fail(401, $$$"""{"error":{"code":"sk_test_zzzzzzzzzzzzzzzzzz","message":"{{{Said}}}"}}""");

        Assert.DoesNotContain("sk_live_", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("zzz", failure.Message + failure.ServiceCode, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(failure.Message, letter => char.IsControl(letter) || letter is '\u202e' or '\u2028' or '\u2029');
        Assert.Contains("[key]", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sk_live_0123456789abcdef")]
    [InlineData("sk_test_a+b/c==&$!")]
    public void Key_is_removed_from_service_messages_and_headers(string key)
    {
        var service = new ScriptedService(_ => JsonResponse.Json($$"""{"code":"{{key}}","message":"The key '{{key}}' is unknown"}""", 401)
            .With("X-Echo", key));
        var fixture = new ClientFixture(service, key: key);

        var failure = Assert.Throws<SkipcallException>(() => fixture.Send());

        Assert.DoesNotContain(key, failure.ToString() + failure.ServiceCode, StringComparison.Ordinal);
        Assert.All(fixture.Log.All, notice => Assert.DoesNotContain(key, notice, StringComparison.Ordinal));
    }

    [Fact]
    public void Long_message_is_cut_between_characters()
    {
        for (var before = 495; before < 500; before++)
        {
            var failure = Fail(400, $$"""{"message":"{{new string('x', before)}}{{string.Concat(Enumerable.Repeat("😀", 1000))}}"}""");

            Assert.InRange(failure.Message.Length, 400, 700);
            Assert.DoesNotContain(Enumerable.Range(0, failure.Message.Length), at =>
                char.IsHighSurrogate(failure.Message[at]) && !char.IsLowSurrogate(failure.Message[at + 1]));
        }
    }

    [Fact]
    public void Verbose_and_debug_lines_never_contain_the_key()
    {
        var service = new ScriptedService(asked => asked.Number == 1 ? JsonResponse.Status(503) : JsonResponse.Json("done").With("X-Echo", "Bearer " + ClientFixture.Key));
        var fixture = new ClientFixture(service);

        fixture.Send();

        Assert.NotEmpty(fixture.Log.All);
        Assert.All(fixture.Log.All, notice => Assert.DoesNotContain("0123456789abcdef", notice, StringComparison.Ordinal));
    }
}
