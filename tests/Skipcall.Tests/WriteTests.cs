namespace Skipcall.Tests;

public sealed class WriteTests
{
    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Is_not_sent_again_by_dotnet_when_a_kept_connection_closes(string method)
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Reply.Json("{}") : Reply.Json("{}").Cut(CutKind.CloseBeforeHeaders));
        using var session = new ModuleSession();
        session.Run("param($uri) Connect-Skipcall sk_test_key -BaseUri $uri -SkipVerification; Invoke-SkipcallApi /v1/workspaces", ("uri", server.BaseUri)).ThrowIfFailed();
        var result = session.Run($"Invoke-SkipcallApi /v1/tags/1 -Method {method}");
        Assert.Equal(["ConnectionFailed"], result.ErrorIds);
        Assert.Equal(2, server.Requests.Count);
    }
}
