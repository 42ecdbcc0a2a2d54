using System.Linq;
using System.Threading.Tasks;
using Skipcall.TestServer;
using Xunit;

namespace Skipcall.Tests;

public sealed class ConnectionTests
{
    [Fact]
    public void Connecting_writes_nothing_unless_asked()
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run("New-SkipcallSandbox | Connect-Skipcall").ThrowIfFailed().Output);
        Assert.Single(session.Run("New-SkipcallSandbox | Connect-Skipcall -PassThru").ThrowIfFailed().Output);
    }

    [Fact]
    public void A_connection_is_shown_until_it_is_ended()
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run("Get-SkipcallConnection").ThrowIfFailed().Output);
        session.Run("New-SkipcallSandbox | Connect-Skipcall").ThrowIfFailed();
        var shown = session.Run("Get-SkipcallConnection").ThrowIfFailed().Output.Single();
        Assert.Equal(1000, shown.Properties["RateLimit"].Value);
        Assert.Equal(999, shown.Properties["RateLimitRemaining"].Value);
        Assert.NotNull(shown.Properties["RateLimitReset"].Value);
        session.Run("Disconnect-Skipcall; Disconnect-Skipcall").ThrowIfFailed();
        Assert.Empty(session.Run("Get-SkipcallConnection").ThrowIfFailed().Output);
    }

    [Fact]
    public void Each_runspace_has_its_own_and_a_variable_overrides_it()
    {
        using var one = new ModuleSession();
        using var two = new ModuleSession();
        var connection = one.Run("New-SkipcallSandbox -Count 7 | Connect-Skipcall -PassThru").ThrowIfFailed().Output.Single();
        Assert.Empty(two.Run("Get-SkipcallConnection").ThrowIfFailed().Output);
        Assert.Equal(7, two.Run("param($c) Get-SkipcallSequenceContact demo -All -Connection $c", ("c", connection)).ThrowIfFailed().Output.Count);
        Assert.Empty(two.Run("Get-SkipcallConnection").ThrowIfFailed().Output);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://127.0.0.1:{0}/v1")]
    [InlineData("http://127.0.0.1:{0}/v1/")]
    public async Task A_base_uri_that_ends_in_v1_does_not_double_it(string uri)
    {
        await using var served = await ServedSandbox.StartAsync();
        served.Session.Run("param($uri) Connect-Skipcall $sandbox.ApiKey -BaseUri $uri", ("uri", string.Format(uri, served.Server.BaseUri.Port))).ThrowIfFailed();
        Assert.Equal("/v1/workspaces", served.Server.Requests.Single().Path);
    }

    [Fact]
    public async Task Verification_fails_only_for_a_refused_key_or_a_dead_network()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{}", 404));
        using var session = new ModuleSession();
        session.Run("param($uri) Connect-Skipcall sk_test_x -BaseUri $uri", ("uri", server.BaseUri)).ThrowIfFailed();
        var dead = session.Run("Connect-Skipcall sk_test_x -BaseUri http://127.0.0.1:9 -MaximumRetryCount 0");
        Assert.Equal(["ConnectionFailed"], dead.ErrorIds);
    }

    [Fact]
    public async Task The_key_comes_from_the_environment_trimmed()
    {
        await using var served = await ServedSandbox.StartAsync();
        served.Session.Run(
            "param($uri) $env:SKIPCALL_API_KEY = \"  $($sandbox.ApiKey)`r`n\"; try { Connect-Skipcall -BaseUri $uri } finally { $env:SKIPCALL_API_KEY = $null }",
            ("uri", served.Server.BaseUri)).ThrowIfFailed();
        Assert.Equal("Bearer sk_test_sandbox0000000000000000", served.Server.Requests.Single().Header("Authorization"));
    }
}
