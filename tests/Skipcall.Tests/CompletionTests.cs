using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>What the Tab key offers, and that it never asks the service.</summary>
public sealed class CompletionTests
{
    [Fact]
    public void A_status_is_completed_with_its_meaning()
    {
        using var session = new ModuleSession();
        var offers = Complete(session, "Get-SkipcallSequenceContact demo -Status ");
        Assert.Equal(["CANCELLED", "CONNECTED", "ERROR", "MISSING_NUMBER", "RESPONDER", "RUNNING"], offers.Select(offer => offer.CompletionText));
        Assert.Equal("An answering machine took the call.", offers.Single(offer => offer.CompletionText == "RESPONDER").ToolTip);
        Assert.Equal("ERROR", Assert.Single(Complete(session, "Get-SkipcallSequenceContact demo -Status CONNECTED, e")).CompletionText);
    }

    [Fact]
    public void Every_status_there_is_has_a_meaning()
    {
        using var session = new ModuleSession();
        var names = session.Run("[enum]::GetNames([Skipcall.SequenceContactStatus])").ThrowIfFailed().Output.Select(name => name.ToString()).Order();
        var offers = Complete(session, "Get-SkipcallSequenceContact demo -Status ");
        Assert.Equal(names, offers.Select(offer => offer.CompletionText));
        Assert.All(offers, offer => Assert.NotEqual(offer.CompletionText, offer.ToolTip));
    }

    [Fact]
    public void Without_a_connection_there_is_nothing_to_offer_and_nothing_fails()
    {
        using var session = new ModuleSession();
        Assert.Empty(Complete(session, "Get-SkipcallSequenceContact demo -Tag "));
        Assert.Empty(Complete(session, "Get-SkipcallSequenceContact -SequenceId "));
        Assert.Empty(Complete(session, "Get-SkipcallSequenceContact demo -Connection "));
    }

    [Fact]
    public void A_tab_key_never_sends_a_request()
    {
        using var session = new ModuleSession();
        session.Run("$global:sandbox = New-SkipcallSandbox; $global:connection = $sandbox | Connect-Skipcall -PassThru; $sandbox.ClearRequests()").ThrowIfFailed();
        foreach (var parameters in new[] { "", "-", "-Tag ", "-Status ", "demo -Connection ", "-Connection $connection -Tag ", "-Connection $connection -SequenceId ", "demo -PageSize " })
        {
            Complete(session, "Get-SkipcallSequenceContact " + parameters);
        }

        Assert.Empty(session.Run("$sandbox.Requests").ThrowIfFailed().Output);
    }

    [Fact]
    public void Tags_are_those_seen_on_the_connection_that_is_used()
    {
        using var session = Connected("'vip', 'hot-lead'");
        Assert.Empty(Complete(session, "Get-SkipcallSequenceContact demo -Tag "));
        session.Run("$null = Get-SkipcallSequenceContact demo -Connection $own").ThrowIfFailed();
        Assert.Empty(Complete(session, "Get-SkipcallSequenceContact demo -Tag "));
        Assert.Equal(["hot-lead", "vip"], Texts(session, "Get-SkipcallSequenceContact demo -Connection $own -Tag "));
        Assert.Equal(["hot-lead"], Texts(session, "Get-SkipcallSequenceContact demo -Connection $own -Tag vip, H"));
    }

    [Theory]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("l’été", "'l’’été'")]
    [InlineData("42", "'42'")]
    [InlineData("$HOME", "'$HOME'")]
    [InlineData("say \"hi\"", "'say \"hi\"'")]
    [InlineData("a,b;c|d", "'a,b;c|d'")]
    [InlineData("-Force", "'-Force'")]
    [InlineData("très_chaud", "très_chaud")]
    [InlineData("日本語", "日本語")]
    public void What_is_offered_binds_as_the_tag_it_names(string tag, string offered)
    {
        using var session = Connected("$tag", ("tag", tag));
        session.Run("$null = Get-SkipcallSequenceContact demo -Connection $own").ThrowIfFailed();
        var offer = Assert.Single(Complete(session, "Get-SkipcallSequenceContact demo -Connection $own -Tag "));
        Assert.Equal(offered, offer.CompletionText);
        session.Run($"$null = Get-SkipcallSequenceContact demo -Connection $own -Tag {offer.CompletionText}").ThrowIfFailed();
        Assert.Equal(tag, session.Run("$sandbox.Requests[-1].Tag").ThrowIfFailed().Output.Single().ToString());
    }

    [Theory]
    [InlineData("'a")]
    [InlineData("\"a")]
    [InlineData("a")]
    public void A_quote_that_was_typed_is_not_doubled(string typed)
    {
        using var session = Connected("'a b'");
        session.Run("$null = Get-SkipcallSequenceContact demo -Connection $own").ThrowIfFailed();
        Assert.Equal("'a b'", Assert.Single(Complete(session, $"Get-SkipcallSequenceContact demo -Connection $own -Tag {typed}")).CompletionText);
    }

    [Fact]
    public void Sequences_are_those_read_over_the_connection_and_those_of_its_sandbox()
    {
        using var session = Connected("'vip'");
        Assert.Equal(["demo", "empty", "large"], Texts(session, "Get-SkipcallSequenceContact "));
        session.Run("param($uri) $global:service = Connect-Skipcall sk_test_x -BaseUri $uri -SkipVerification -MaximumRetryCount 0 -PassThru", ("uri", "http://127.0.0.1:9")).ThrowIfFailed();
        session.Run("Get-SkipcallSequenceContact never-answered");
        Assert.Empty(Complete(session, "Get-SkipcallSequenceContact "));
    }

    [Fact]
    public async Task An_id_that_the_service_knew_is_offered_again_and_one_that_it_did_not_is_not()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 3");
        served.Session.Run("Get-SkipcallSequenceContact demo, nope");
        Assert.Equal(["demo"], Texts(served.Session, "Get-SkipcallSequenceContact -SequenceId "));
    }

    [Fact]
    public void A_connection_is_completed_from_the_variables_that_hold_one()
    {
        using var session = Connected("'vip'");
        session.Run("${global:my connection} = $own; $global:text = 'no connection'").ThrowIfFailed();
        Assert.Equal(["${my connection}", "$own"], Texts(session, "Get-SkipcallSequenceContact demo -Connection "));
    }

    private static ModuleSession Connected(string tags, params (string Name, object? Value)[] arguments)
    {
        var session = new ModuleSession();
        session.Run(
            $$"""
            param($tag)
            $global:sandbox = [Skipcall.SequenceContact]@{ Tags = {{tags}} } | New-SkipcallSandbox
            $global:own = $sandbox | Connect-Skipcall -PassThru
            New-SkipcallSandbox | Connect-Skipcall
            """,
            arguments).ThrowIfFailed();
        return session;
    }

    private static IEnumerable<string> Texts(ModuleSession session, string line) => Complete(session, line).Select(offer => offer.CompletionText);

    private static Collection<CompletionResult> Complete(ModuleSession session, string line)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = session.Runspace;
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }
}
