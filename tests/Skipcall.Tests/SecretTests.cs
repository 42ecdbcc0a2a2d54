using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Skipcall.TestServer;
using Xunit;

namespace Skipcall.Tests;

/// <summary>The key as a canary: the module puts it in one header and nowhere else.</summary>
public sealed class SecretTests
{
    private const string Key = "sk_live_CanaryCanaryCanaryCanary1234";

    [Fact]
    public async Task The_key_is_in_no_stream_no_error_and_no_form_of_the_connection()
    {
        await using var server = FaultyServer.Start((request, number) => number switch
        {
            // A service that repeats the key in its answers is the worst case.
            1 => Reply.Json("{\"data\":[]}").WithHeader("X-Echo", request.Header("Authorization")!),
            2 => Reply.Json($$"""{"message":"try again, {{Key}}"}""", 503),
            3 => Reply.Json($$"""{"data":[{"id":"1","status":"NEW"},{"oops":1}],"total":2,"page":1,"limit":100,"totalPages":1}"""),
            _ => Reply.Json("{\"error\":{\"code\":\"UNAUTHORIZED\",\"message\":\"Invalid key " + Key + "\"}}", 401),
        });
        using var session = new ModuleSession();
        var result = session.Run(
            """
            param($uri, $key)
            # The switch -Debug asks at each line, and a bare runspace has nobody to answer.
            $DebugPreference = 'Continue'
            Connect-Skipcall $key -BaseUri $uri -Verbose -PassThru
            Get-SkipcallSequenceContact demo -All -Verbose -InformationVariable receipts
            $connection = Get-SkipcallConnection
            $connection.ToString()
            $connection.psobject.Properties | ForEach-Object { "$($_.Name)=$($_.Value)" }
            [System.Management.Automation.PSSerializer]::Serialize($connection, 5)
            Get-SkipcallSequenceContact demo -All -Verbose
            """,
            ("uri", server.BaseUri),
            ("key", Key));

        Assert.Equal(["InvalidResponse", "Unauthorized"], result.ErrorIds);
        Assert.Equal("Bearer " + Key, server.Requests[0].Header("Authorization"));
        var said = string.Join("\n", Everything(result));
        Assert.Contains("GET /v1/sequences/demo/contacts", said);
        Assert.Contains("X-Echo", said);
        foreach (var form in Forms())
        {
            Assert.DoesNotContain(form, said);
        }
    }

    [Fact]
    public void A_sandbox_records_no_key()
    {
        using var session = new ModuleSession();
        var result = session.Run(
            $$"""
            $sandbox = New-SkipcallSandbox
            try { $sandbox | Connect-Skipcall -ApiKey {{Key}} } catch { "$_" }
            $sandbox.Requests
            [System.Management.Automation.PSSerializer]::Serialize($sandbox.Requests, 5)
            """);
        var said = string.Join("\n", Everything(result));
        Assert.Contains("GET /v1/workspaces", said);
        foreach (var form in Forms())
        {
            Assert.DoesNotContain(form, said);
        }
    }

    [Theory]
    [InlineData("sk_live_0123456789abcdef", "sk_live_…cdef")]
    [InlineData("sk_test_0123456789abcde", "sk_test_…")]
    [InlineData("0123456789abcdef", "…cdef")]
    [InlineData("short", "…")]
    public void The_key_is_shown_masked(string key, string shown)
    {
        using var session = new ModuleSession();
        var result = session.Run("param($key) Connect-Skipcall $key -BaseUri http://127.0.0.1:9 -SkipVerification -PassThru", ("key", key)).ThrowIfFailed();
        Assert.Equal(shown, result.Output.Single().Properties["ApiKey"].Value);
    }

    private static IEnumerable<string> Forms()
    {
        var secret = Key["sk_live_".Length..];
        yield return secret;
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes(Key));
        yield return Convert.ToBase64String(Encoding.Unicode.GetBytes(Key));
        yield return Convert.ToHexString(Encoding.UTF8.GetBytes(secret));
        yield return string.Concat(secret.Select(letter => letter + "\0"));
    }

    private static IEnumerable<string> Everything(ScriptResult result)
    {
        var errors = result.Errors.Concat(result.Failure is null ? [] : [result.Failure.ErrorRecord]);
        return result.Output.Select(Describe)
            .Concat(result.Verbose).Concat(result.Debug).Concat(result.Warnings)
            .Concat(result.Information.Select(record => Describe(PSObject.AsPSObject(record.MessageData))))
            .Concat(result.Progress.Select(record => record.ToString()))
            .Concat(errors.Select(error => $"{error} {error.Exception} {error.ErrorDetails} {error.TargetObject} {error.CategoryInfo}"))
            .Concat(errors.Select(error => PSSerializer.Serialize(error.Exception, 4)));
    }

    private static string Describe(PSObject item) =>
        item + " " + PSSerializer.Serialize(item, 4) + (item.BaseObject is string ? "" : " " + JsonSerializer.Serialize(item.BaseObject));
}
