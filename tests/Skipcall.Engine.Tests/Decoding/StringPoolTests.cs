using System.Text;
using System.Text.Json;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Tests.Decoding;

/// <summary>Equal bytes give the same string, and words that every record repeats stay in the pool.</summary>
public sealed class StringPoolTests
{
    [Fact]
    public void Names_and_statuses_of_the_specification_do_not_evict_each_other()
    {
        var words = """
            data total page limit totalPages id status contact firstName lastName email company phoneNumbers number tags label isSuccessTag
            calls startedAt endedAt durationSeconds createdAt CONNECTED RESPONDER ERROR CANCELLED RUNNING MISSING_NUMBER
            """.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var pool = new StringPool();
        var first = words.Select(word => Get(pool, word)).ToList();
        Assert.Equal(words, first);
        Assert.All(words.Zip(first), pair => Assert.Same(pair.Second, Get(pool, pair.First)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("abcd")]
    [InlineData("abcdefg")]
    [InlineData("abcdefgh")]
    [InlineData("Zoé Müller-Lüdenscheidt")]
    public void Text_of_any_length_is_pooled(string word)
    {
        var pool = new StringPool();
        var pooled = Get(pool, word);
        Assert.Equal(word, pooled);
        Assert.Same(pooled, Get(pool, word));
        Assert.Equal(word + "x", Get(pool, word + "x"));
    }

    private static string Get(StringPool pool, string word)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes($"\"{word}\""));
        Assert.True(reader.Read());
        return pool.Get(ref reader);
    }
}
