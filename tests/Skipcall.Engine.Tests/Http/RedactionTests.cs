using System;
using System.Linq;
using Skipcall.Engine.Http;
using Xunit;

namespace Skipcall.Engine.Tests.Http;

/// <summary>What a person gets to see of requests and answers.</summary>
public sealed class RedactionTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  spaces at the ends  ", "spaces at the ends")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("a\u0000\u001b\u202e\u2028\u2029b", "a b")]
    [InlineData("key sk_live_abc/+=9 and more", "key [key] and more")]
    [InlineData("SK_TEST_abc", "[key]")]
    [InlineData("Authorization: bearer abc.def", "Authorization: bearer [key]")]
    [InlineData("sky_high_up", "sky_high_up")]
    public void Text_is_one_line_without_the_key(string text, string expected) => Assert.Equal(expected, Redaction.Clean(text));

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "12345…")]
    [InlineData("1234😀", 5, "1234…")]
    [InlineData("123😀6", 5, "123😀…")]
    public void Long_text_is_cut_between_characters(string text, int longest, string expected) =>
        Assert.Equal(expected, Redaction.Clean(text, longest));

    [Fact]
    public void Default_limit_is_500_characters()
    {
        Assert.Equal(new string('x', 500), Redaction.Clean(new string('x', 500)));
        Assert.Equal(new string('x', 500) + "…", Redaction.Clean(new string('x', 501)));
    }

    [Fact]
    public void Headers_are_listed_one_per_line()
    {
        using var answer = Answer.Json("{}", 404).With("X-One", "1").With("X-Echo", "Bearer abc");
        answer.Headers.TryAddWithoutValidation("X-Two", new[] { "a", "b" });

        var lines = Redaction.Describe(ClientBench.Get("/v1/workspaces"), answer, Redactor.None).Split(Environment.NewLine);

        Assert.Equal(
            new[] { "GET /v1/workspaces -> 404", "  X-One: 1", "  X-Echo: Bearer [key]", "  X-Two: a, b", "  Content-Type: application/json; charset=utf-8" },
            lines.Where(line => !line.Contains("Content-Length", StringComparison.Ordinal)));
    }
}
