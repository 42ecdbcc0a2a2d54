namespace Skipcall.Engine.Tests;

public sealed class HashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Differs_in_every_byte_and_in_length(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(static i => (byte)i).ToArray();
        var hashes = Enumerable.Range(0, length)
            .Select(i => Hash.Of(bytes.Select((value, j) => j == i ? (byte)(value + 1) : value).ToArray()))
            .Append(Hash.Of(bytes))
            .Append(Hash.Of([.. bytes, 0]))
            .ToList();

        Assert.Equal(length + 2, hashes.Distinct().Count());
        Assert.Equal(Hash.Of(bytes), Hash.Of(bytes.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(36)]
    public void Text_differs_in_every_character_and_in_length(int length)
    {
        var text = new string([.. Enumerable.Range(0, length).Select(static i => (char)('a' + i))]);
        var hashes = Enumerable.Range(0, length)
            .Select(i => Hash.Of(text[..i] + "\u00e9" + text[(i + 1)..]))
            .Append(Hash.Of(text))
            .Append(Hash.Of(text + text[^1]))
            .Append(Hash.Of(text[..^1]))
            .ToList();

        Assert.Equal(length + 3, hashes.Distinct().Count());
        Assert.Equal(Hash.Of(text), Hash.Of(new string(text.AsSpan())));
    }

    [Fact]
    public void Texts_differ_in_every_character_and_in_where_each_one_ends()
    {
        string?[][] texts = [["ab", "c"], ["a", "bc"], ["abc", ""], ["", "abc"], ["abc", null], [null, "abc"], ["acb", ""], ["abcd", ""], ["abcde", ""], ["abcd", "e"], ["abcdf", ""], ["\0", ""], ["", "\0"], ["", ""], [null, null]];

        Assert.Equal(texts.Length, texts.Select(Of).Distinct().Count());

        static ulong Of(string?[] texts)
        {
            var hash = default(Hash);
            foreach (var text in texts)
            {
                hash.Add(text);
            }

            return hash.Value;
        }
    }
}
