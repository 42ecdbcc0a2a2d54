using System.Globalization;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed class KeyRedactorTests
{
    [Theory]
    [InlineData("&#84;&#104;&#105;&#115;&#73;&#115;&#65;&#83;&#101;&#99;&#114;&#101;&#116;&#49;")]
    [InlineData("%54%68%69%73%49%73%41%53%65%63%72%65%74%31")]
    [InlineData("ThisIsASecret1")]
    public void Key_is_removed_when_invisible_characters_split_its_escapes(string echo)
    {
        // UTF-16 read as UTF-8 has a null character after each letter.
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
