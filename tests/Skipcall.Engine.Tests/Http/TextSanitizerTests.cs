using System.Diagnostics;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed class TextSanitizerTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("  spaces at the ends  ", "spaces at the ends")]
    [InlineData("two\r\nlines", "two lines")]
    [InlineData("a\u0000\u001b\u202e\u2028\u2029b", "a b")]
    [InlineData("key sk_live_abc/+=9 and more", "key [key] and more")]
    [InlineData("SK_TEST_abc", "[key]")]
    [InlineData("Authorization: bearer abc.def", "Authorization: bearer [key]")]
    [InlineData("Bearer Bearer abc", "Bearer Bearer [key]")]
    [InlineData("Bearer            abc", "Bearer            [key]")]
    [InlineData("sky_high_up", "sky_high_up")]
    [InlineData("http://user:word@proxy:80/a http://proxy/?b=c", "http://proxy:80/a http://proxy/?b=c")]
    [InlineData("to '://a@b@c', user:word@proxy", "to '://c', proxy")]
    public void Text_is_one_line_without_the_key(string text, string expected) => Assert.Equal(expected, TextSanitizer.Clean(text));

    [Theory]
    [InlineData("12345", 5, "12345")]
    [InlineData("123456", 5, "12345…")]
    [InlineData("1234😀", 5, "1234…")]
    [InlineData("123😀6", 5, "123😀…")]
    public void Long_text_is_cut_between_characters(string text, int longest, string expected) =>
        Assert.Equal(expected, TextSanitizer.Clean(text, longest));

    [Fact]
    public void Default_limit_is_500_characters()
    {
        Assert.Equal(new string('x', 500), TextSanitizer.Clean(new string('x', 500)));
        Assert.Equal(new string('x', 500) + "…", TextSanitizer.Clean(new string('x', 501)));
    }

    [Fact]
    public void Headers_are_listed_one_per_line()
    {
        using var answer = JsonResponse.Json("{}", 404).With("X-One", "1").With("X-Echo", "Bearer abc");
        answer.Headers.TryAddWithoutValidation("X-Two", new[] { "a", "b" });

        var lines = TextSanitizer.Describe(ClientFixture.Get("/v1/workspaces"), answer, KeyRedactor.None).Split(Environment.NewLine);

        Assert.Equal(
            new[] { "GET /v1/workspaces -> 404", "  X-One: 1", "  X-Echo: Bearer [key]", "  X-Two: a, b", "  Content-Type: application/json; charset=utf-8" },
            lines.Where(line => !line.Contains("Content-Length", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData(" ")]
    [InlineData("sk_")]
    [InlineData("a:")]
    [InlineData("://")]
    [InlineData("\u200B")]
    [InlineData("Bearer ")]
    public void Long_text_is_cleaned_in_linear_time(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 200_000 / part.Length));
        var watch = Stopwatch.StartNew();

        TextSanitizer.Clean(text);

        // About 50 ms; quadratic time would take minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }
}
