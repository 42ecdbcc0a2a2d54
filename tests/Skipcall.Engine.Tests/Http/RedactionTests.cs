using System.Diagnostics;
using System.Globalization;
using Skipcall.Engine.Http;

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
        using var answer = Answer.Json("{}", 404).With("X-One", "1").With("X-Echo", "Bearer abc");
        answer.Headers.TryAddWithoutValidation("X-Two", new[] { "a", "b" });

        var lines = TextSanitizer.Describe(ClientBench.Get("/v1/workspaces"), answer, KeyRedactor.None).Split(Environment.NewLine);

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

        // Some 50 milliseconds. In quadratic time it would be minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("&#84;&#104;&#105;&#115;&#73;&#115;&#65;&#83;&#101;&#99;&#114;&#101;&#116;&#49;")]
    [InlineData("%54%68%69%73%49%73%41%53%65%63%72%65%74%31")]
    [InlineData("ThisIsASecret1")]
    public void Key_is_removed_when_invisible_characters_split_its_escapes(string echo)
    {
        // UTF-16 that is read as UTF-8 has a null character after each letter.
        var text = string.Join('\0', echo.AsEnumerable());

        var clean = new KeyRedactor("sk_live_ThisIsASecret1").Clean("before " + text + " after");

        Assert.DoesNotContain("1", clean, StringComparison.Ordinal);
        Assert.Contains("[key]", clean, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the key is {0}")]
    [InlineData("{0} and {0} again")]
    [InlineData("100% of it: {0}, at 50%")]
    [InlineData("a backslash \\u and {0} and \\x")]
    public void Only_the_key_is_removed_also_if_it_is_escaped(string text)
    {
        const string Key = "acme-0123456789abcdefXYZ9";
        var redactor = new KeyRedactor(Key);
        string[] forms = [Key, string.Concat(Key.Select(letter => $"%{(int)letter:X2}")), string.Concat(Key.Select(letter => $"\\u{(int)letter:x4}")), string.Concat(Key.Select(letter => $"&#{(int)letter};"))];

        Assert.All(forms, form => Assert.Equal(string.Format(CultureInfo.InvariantCulture, text, "[key]"), redactor.Clean(string.Format(CultureInfo.InvariantCulture, text, form))));
    }
}
