using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed class ApiKeyTextTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  \n", "is empty")]
    [InlineData("sk_live_a b", "invalid characters")]
    [InlineData("sk_live_é", "invalid characters")]
    [InlineData("sk_live_\u007f", "invalid characters")]
    public void Anything_that_no_key_can_be_is_refused_with_the_place_where_keys_are(string key, string reason)
    {
        var failure = Assert.Throws<SkipcallException>(() => ApiKeyText.Reveal(ApiKeyText.Protect(key)));

        Assert.Equal(SkipcallErrorId.InvalidRequest, failure.ErrorId);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Contains("Settings > API Keys", failure.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void Spaces_around_a_key_are_ignored() => Assert.Equal("sk_live_1", ApiKeyText.Reveal(ApiKeyText.Protect(" sk_live_1\r\n")));
}
