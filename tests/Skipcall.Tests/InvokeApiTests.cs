using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Skipcall.TestServer;
using Xunit;

namespace Skipcall.Tests;

/// <summary>Any endpoint, with the connection, budget, retries, paging and errors of the module.</summary>
public sealed class InvokeApiTests
{
    [Fact]
    public async Task All_walks_the_envelope_with_one_request_for_each_hundred()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 10000");
        var typed = served.Session.Run("Get-SkipcallSequenceContact demo -All").ThrowIfFailed();
        var before = served.Server.Requests.Count;
        var result = served.Session.Run("Invoke-SkipcallApi /v1/sequences/demo/contacts -All").ThrowIfFailed();
        Assert.Equal(100, served.Server.Requests.Count - before);
        Assert.Equal(typed.Values("Id"), result.Values("id"));
        Assert.True((bool)Assert.Single(result.Receipts).Properties["Complete"].Value);
    }

    [Theory]
    [InlineData("-First 250", 250, 3)]
    [InlineData("-Skip 1000 -First 5", 5, 1)]
    [InlineData("-Snapshot", 1234, 26)]
    [InlineData("-PageSize 50", 50, 1)]
    [InlineData("-All -Query @{ status = 'CONNECTED'; tag = 'vip' } -First 1", 1, 1)]
    public async Task Paging_is_that_of_the_typed_cmdlet(string parameters, int items, int requests)
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        var result = served.Session.Run($"Invoke-SkipcallApi v1/sequences/demo/contacts {parameters}").ThrowIfFailed();
        Assert.Equal(items, result.Output.Count);
        Assert.Equal(requests, served.Server.Requests.Count);
    }

    [Fact]
    public void Values_are_what_they_are()
    {
        using var session = new ModuleSession();
        var result = session.Run(
            """
            $json = '{"data":[{"id":"1","n":1,"d":1.5,"t":"2024-01-15T10:30:00.000Z","day":"2024-01-15","b":true,"z":null,"o":{"a":[1,{"x":"y"}]},"l":[]}],"total":1,"page":1,"limit":100,"totalPages":1}'
            New-SkipcallSandbox -Fault @{ StatusCode = 200; Body = $json; Times = 0 } | Connect-Skipcall -SkipVerification
            foreach ($i in (Invoke-SkipcallApi /v1/anything), (Invoke-SkipcallApi /v1/anything -All)) {
                "$($i.n.GetType().Name) $($i.d.GetType().Name) $($i.t.GetType().Name) $($i.day.GetType().Name) $($i.b.GetType().Name) $($null -eq $i.z) $($i.o.a[1].x) $($i.l.Count) $($i.t.UtcDateTime.ToString('s'))"
                $i.o = 'set'; $copy = $i.psobject.Copy(); "$($i.o) $($copy.o) $($copy.l.Count)"
            }
            """).ThrowIfFailed();
        Assert.Equal(Enumerable.Repeat(new[] { "Int64 Double DateTimeOffset String Boolean True y 0 2024-01-15T10:30:00", "set set 0" }, 2).SelectMany(line => line), result.Output.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("https://example.com/v1/calls", "below the connection's base URI")]
    [InlineData("//example.com/v1/calls", "below the connection's base URI")]
    [InlineData(@"/v1\calls", "below the connection's base URI")]
    [InlineData("/v1/v1/calls", "doubled")]
    [InlineData("/v1/../secret", "'..'")]
    [InlineData("/v1/%2e%2e/secret", "'..'")]
    [InlineData("/v1/calls?page=2", "-Query")]
    [InlineData("/v1/calls#x", "-Query")]
    [InlineData("calls", "/v1/")]
    [InlineData("/v1", "/v1/")]
    [InlineData("/v1//calls", "empty part")]
    public async Task A_path_that_leads_elsewhere_is_refused_with_the_reason(string path, string reason)
    {
        await using var served = await ServedSandbox.StartAsync();
        var result = served.Session.Run("param($path) Invoke-SkipcallApi $path", ("path", path));
        Assert.Equal(["InvalidRequest"], result.ErrorIds);
        Assert.Contains(reason, result.Errors[0].ToString());
        Assert.Empty(served.Server.Requests);
    }

    [Fact]
    public async Task A_query_is_escaped_and_written_as_the_api_writes_it()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{}"));
        using var session = Connected(server);
        session.Run("Invoke-SkipcallApi /v1/calls -Query ([ordered]@{ workspaceIds = 'a', 'b'; q = 'é &='; since = [datetime]::new(2024, 1, 15, 10, 30, 0, [System.DateTimeKind]::Utc); n = 1.5; yes = $true; none = $null })").ThrowIfFailed();
        Assert.Equal("/v1/calls?workspaceIds=a%2Cb&q=%C3%A9%20%26%3D&since=2024-01-15T10%3A30%3A00.000Z&n=1.5&yes=true", server.Requests.Single().Target);
    }

    [Theory]
    [InlineData("'{\"a\": [1, null]}'", """{"a":[1,null]}""")]
    [InlineData("@{ label = 'é' }", """{"label":"é"}""")]
    [InlineData("([pscustomobject]@{ a = 1; b = $true; c = @('x', @{ d = $null }) })", """{"a":1,"b":true,"c":["x",{"d":null}]}""")]
    public async Task A_body_is_json_however_it_is_given(string body, string json)
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Empty(204));
        using var session = Connected(server);
        var result = session.Run($"Invoke-SkipcallApi /v1/tags -Method POST -Body {body}").ThrowIfFailed();
        Assert.Empty(result.Output);
        var request = server.Requests.Single();
        Assert.Equal("POST", request.Method);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(json, Encoding.UTF8.GetString(request.Body.Span));
    }

    [Theory]
    [InlineData("-Method POST -Body 'no json'")]
    [InlineData("-Body @{ a = 1 }")]
    [InlineData("-Method DELETE -All")]
    [InlineData("-All -Query @{ page = 2 }")]
    public async Task What_contradicts_itself_is_refused(string parameters)
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{}"));
        using var session = Connected(server);
        Assert.Equal(["InvalidRequest"], session.Run($"Invoke-SkipcallApi /v1/tags {parameters}").ErrorIds);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task What_if_sends_nothing_and_a_get_never_asks()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("{}"));
        using var session = Connected(server);
        session.Run("$WhatIfPreference = $true; Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = 'x' }; Invoke-SkipcallApi /v1/tags/1 -Method DELETE");
        Assert.Empty(server.Requests);
        session.Run("$WhatIfPreference = $true; Invoke-SkipcallApi /v1/workspaces");
        Assert.Equal("GET", Assert.Single(server.Requests).Method);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_write_that_may_have_happened_is_never_sent_again(string method)
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Reply.Json("{}") : Reply.Json("{}").Cut(CutKind.CloseBeforeHeaders));
        using var session = Connected(server);
        // The first request leaves a kept connection behind, on which .NET would send a request without content again by itself.
        session.Run("Invoke-SkipcallApi /v1/workspaces").ThrowIfFailed();
        var result = session.Run($"Invoke-SkipcallApi /v1/tags/1 -Method {method}");
        Assert.Equal(["ConnectionFailed"], result.ErrorIds);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_write_that_came_too_early_is_sent_again_when_the_budget_allows()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Reply.Json("{}", 429).WithHeader("Retry-After", "1") : Reply.Json("""{"id":"7"}""", 201));
        using var session = Connected(server);
        Assert.Equal("7", session.Run("Invoke-SkipcallApi /v1/tags -Method POST -Body @{ label = 'x' }").ThrowIfFailed().Values("id").Single());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Errors_carry_the_services_own_code_and_message()
    {
        await using var server = FaultyServer.Start((request, _) => Reply.Json("""{"error":{"code":"LAST_SUCCESS_TAG","message":"One must remain"}}""", request.Path.EndsWith("404", StringComparison.Ordinal) ? 404 : 409));
        using var session = Connected(server);
        var result = session.Run("Invoke-SkipcallApi /v1/tags/1 -Method DELETE; Invoke-SkipcallApi /v1/sequences/404");
        Assert.Equal(["InvalidRequest", "SequenceNotFound"], result.ErrorIds);
        Assert.Contains("409 LAST_SUCCESS_TAG to DELETE /v1/tags/1: One must remain", result.Errors[0].ToString());
    }

    [Fact]
    public async Task An_answer_that_is_no_page_is_the_object_itself_and_all_says_so()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("""{"data":[{"id":"1"}],"nonCalledCount":3}"""));
        using var session = Connected(server);
        Assert.Equal(3L, session.Run("Invoke-SkipcallApi /v1/stats/status-repartition").ThrowIfFailed().Values("nonCalledCount").Single());
        Assert.Equal("""{"data":[{"id":"1"}],"nonCalledCount":3}""", session.Run("Invoke-SkipcallApi /v1/stats/status-repartition -Raw").ThrowIfFailed().Output.Single().ToString());
        var all = session.Run("Invoke-SkipcallApi /v1/stats/status-repartition -All");
        Assert.Equal(["InvalidResponse"], all.ErrorIds);
        Assert.Empty(all.Output);
    }

    [Fact]
    public async Task Records_without_an_id_are_written_and_a_snapshot_of_them_is_refused()
    {
        await using var server = FaultyServer.Start((_, _) => Reply.Json("""{"data":[{"a":1},{"a":1}],"total":2,"page":1,"limit":100,"totalPages":1}"""));
        using var session = Connected(server);
        Assert.Equal(2, session.Run("Invoke-SkipcallApi /v1/users -All").ThrowIfFailed().Output.Count);
        Assert.Equal(["InvalidResponse"], session.Run("Invoke-SkipcallApi /v1/users -Snapshot").ErrorIds);
    }

    private static ModuleSession Connected(FaultyServer server)
    {
        var session = new ModuleSession();
        session.Run("param($uri) Connect-Skipcall sk_test_key -BaseUri $uri -SkipVerification", ("uri", server.BaseUri)).ThrowIfFailed();
        return session;
    }
}
