using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>Bad input is refused by name, before a request where it can be.</summary>
public sealed class BadInputTests
{
    [Fact]
    public void Without_a_connection_it_says_how_to_make_one()
    {
        using var session = new ModuleSession();
        var result = session.Run("Get-SkipcallSequenceContact demo");
        Assert.Equal(["NotConnected"], result.ErrorIds);
        var error = Assert.Single(result.Errors);
        Assert.Contains("Connect-Skipcall", error.ToString());
        Assert.Contains("New-SkipcallSandbox", error.ToString());
        Assert.Contains("Connect-Skipcall", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task A_wrong_key_is_unauthorized_after_one_request()
    {
        await using var served = await ServedSandbox.StartAsync();
        var result = served.Session.Run("param($uri) Connect-Skipcall sk_test_wrong -BaseUri $uri", ("uri", served.Server.BaseUri));
        Assert.Equal(["Unauthorized"], result.ErrorIds);
        Assert.Equal("/v1/workspaces", Assert.Single(served.Server.Requests).Path);
    }

    [Theory]
    [InlineData("-PageSize 0", "1")]
    [InlineData("-PageSize 101", "100")]
    [InlineData("-ThrottleLimit 0", "1")]
    [InlineData("-ThrottleLimit 33", "32")]
    [InlineData("-Status FOO", "MISSING_NUMBER")]
    [InlineData("-Tag ''", "Tag")]
    public async Task A_value_out_of_range_is_refused_before_any_request_and_names_what_is_allowed(string parameters, string named)
    {
        await using var served = await ServedSandbox.StartAsync();
        var result = served.Session.Run($"Get-SkipcallSequenceContact demo {parameters}");
        Assert.Contains(named, result.Failure?.Message ?? Assert.Single(result.Errors).ToString());
        Assert.Empty(result.Output);
        Assert.Empty(served.Server.Requests);
    }

    [Theory]
    [InlineData("-Tag vip, hot-lead -Skip 1")]
    [InlineData("-Status ERROR, RUNNING -IncludeTotalCount")]
    public async Task Counting_in_several_lists_at_once_is_refused(string parameters)
    {
        await using var served = await ServedSandbox.StartAsync();
        Assert.Equal(["InvalidRequest"], served.Session.Run($"Get-SkipcallSequenceContact demo {parameters}").ErrorIds);
        Assert.Empty(served.Server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData(".")]
    [InlineData("..")]
    public async Task An_id_that_can_be_none_is_refused_and_the_others_still_come(string id)
    {
        await using var served = await ServedSandbox.StartAsync("-Count 3");
        var result = served.Session.Run("param($id) $id, 'demo' | Get-SkipcallSequenceContact", ("id", id));
        Assert.Equal(["InvalidRequest"], result.ErrorIds);
        Assert.Equal(3, result.Output.Count);
        Assert.Single(served.Server.Requests);
    }

    [Fact]
    public async Task An_unknown_sequence_among_several_is_an_error_and_the_others_still_come()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 3");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo, nope, demo");
        var error = Assert.Single(result.Errors);
        Assert.Equal("SequenceNotFound,Skipcall.Commands.GetSkipcallSequenceContactCommand", error.FullyQualifiedErrorId);
        Assert.Equal("nope", error.TargetObject);
        Assert.Equal(System.Management.Automation.ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal(6, result.Output.Count);
    }

    [Theory]
    [InlineData("http://api-public.skipcall.app")]
    [InlineData("http://10.0.0.1")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("relative/path")]
    [InlineData("https://user:pass@api-public.skipcall.app")]
    public void A_base_uri_that_the_key_must_not_go_to_is_refused(string uri)
    {
        using var session = new ModuleSession();
        Assert.Equal(["InvalidRequest"], session.Run("param($uri) Connect-Skipcall sk_test_x -BaseUri $uri", ("uri", uri)).ErrorIds);
    }

    [Fact]
    public void Without_a_key_and_without_anybody_to_ask_it_names_the_variable()
    {
        using var session = new ModuleSession();
        var result = session.Run("$env:SKIPCALL_API_KEY = ''; Connect-Skipcall");
        Assert.Equal(["NotConnected"], result.ErrorIds);
        Assert.Contains("SKIPCALL_API_KEY", Assert.Single(result.Errors).ToString());
    }

    [Theory]
    [InlineData("SUBSCRIPTION_REQUIRED", "SubscriptionRequired")]
    [InlineData("PLAN_NOT_ELIGIBLE", "PlanNotEligible")]
    public void A_403_is_told_apart_by_its_code(string code, string errorId)
    {
        using var session = new ModuleSession();
        var result = session.Run($"New-SkipcallSandbox -DenyCode {code} | Connect-Skipcall");
        Assert.Equal([errorId], result.ErrorIds);
    }

    [Fact]
    public void What_dooms_the_rest_ends_the_pipeline()
    {
        using var session = new ModuleSession();
        var result = session.Run("""
            New-SkipcallSandbox -Fault @{ Request = 1; StatusCode = 401 } | Connect-Skipcall -SkipVerification
            try { 'demo', 'demo' | Get-SkipcallSequenceContact -ErrorAction SilentlyContinue } catch { throw }
            """);
        Assert.Equal(["Unauthorized"], result.ErrorIds);
        Assert.NotNull(result.Failure);
        Assert.Empty(result.Output);
    }
}
