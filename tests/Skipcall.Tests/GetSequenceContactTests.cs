using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>The main job, over a real socket, in the real engine.</summary>
public sealed class GetSequenceContactTests
{
    [Fact]
    public async Task All_writes_every_contact_in_order_with_one_request_for_each_hundred()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo -All -InformationVariable receipts").ThrowIfFailed();

        var expected = served.Session.Run("1..13 | ForEach-Object { Get-SkipcallSequenceContact demo -Skip (100 * ($_ - 1)) -First 100 -ThrottleLimit 1 }").ThrowIfFailed();
        Assert.Equal(1234, result.Output.Count);
        Assert.Equal(expected.Values("Id"), result.Values("Id"));
        Assert.Equal(1234, result.Values("Id").Distinct().Count());

        var requests = served.Server.Requests.Take(13).ToList();
        Assert.Equal(Enumerable.Range(1, 13).Select(page => page.ToString()), requests.Select(request => request.Query("page")).OrderBy(page => int.Parse(page!)));
        Assert.All(requests, request =>
        {
            Assert.Equal("100", request.Query("limit"));
            Assert.Equal("Bearer sk_test_sandbox0000000000000000", request.Header("Authorization"));
            Assert.StartsWith("Skipcall-PowerShell/", request.Header("User-Agent"));
        });
        Assert.True((bool)Assert.Single(result.Receipts).Properties["Complete"].Value);
    }

    [Theory]
    [InlineData("-First 250", 250, 3)]
    [InlineData("-Skip 1000 -First 5", 5, 1)]
    [InlineData("-Skip 1050 -First 100", 100, 2)]
    [InlineData("-First 0", 0, 0)]
    [InlineData("-All -Tag vip -First 1", 1, 1)]
    [InlineData("-Skip 5000 -First 5", 0, 1)]
    [InlineData("-All -Skip 1200", 34, 1)]
    [InlineData("-All -PageSize 50", 1234, 25)]
    [InlineData("-Snapshot", 1234, 26)]
    public async Task Part_of_a_list_costs_no_more_requests_than_it_needs(string parameters, int contacts, int requests)
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        var result = served.Session.Run($"Get-SkipcallSequenceContact demo {parameters}").ThrowIfFailed();
        Assert.Equal(contacts, result.Output.Count);
        Assert.Equal(requests, served.Server.Requests.Count);
    }

    [Fact]
    public async Task A_pipeline_that_wants_one_costs_one_request()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        // Select-Object is not in the engine's package; this ends the pipeline in the same way, by throwing in the writer's face.
        var result = served.Session.Run("Get-SkipcallSequenceContact demo -All | ForEach-Object { $_; break }");
        Assert.Single(result.Output);
        await Task.Delay(300);
        Assert.Single(served.Server.Requests);
    }

    [Fact]
    public async Task While_a_page_is_written_the_next_one_is_read_and_no_more()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        var result = served.Session.Run("""
            $count = 0
            Get-SkipcallSequenceContact demo -All -ThrottleLimit 1 | ForEach-Object { if (++$count -eq 150) { [Threading.Thread]::Sleep(1000); $count; break } }
            """);
        Assert.Equal(150, Assert.Single(result.Output).BaseObject);
        Assert.Equal(3, served.Server.Requests.Count);
    }

    [Fact]
    public async Task Without_all_it_is_one_page_and_a_warning_with_the_true_total()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo").ThrowIfFailed();
        Assert.Equal(100, result.Output.Count);
        Assert.Contains("1234", Assert.Single(result.Warnings));
        Assert.Single(served.Server.Requests);
        Assert.False((bool)Assert.Single(result.Receipts).Properties["Complete"].Value);
    }

    [Fact]
    public async Task A_list_that_fits_one_page_gives_no_warning()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 100");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo; Get-SkipcallSequenceContact empty").ThrowIfFailed();
        Assert.Equal(100, result.Output.Count);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public async Task The_total_count_comes_first()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 1234");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo -First 2 -IncludeTotalCount | ForEach-Object { \"$_\" }").ThrowIfFailed();
        Assert.Equal("1234", result.Output[0].ToString().Split(' ')[^1]);
        Assert.Equal(3, result.Output.Count);
    }

    [Fact]
    public async Task Ids_bind_from_the_pipeline_by_value_and_by_name()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 3");
        Assert.Equal(3, served.Session.Run("'demo', 'empty' | Get-SkipcallSequenceContact").ThrowIfFailed().Output.Count);
        Assert.Equal(3, served.Session.Run("[pscustomobject]@{ Id = 'demo' } | Get-SkipcallSequenceContact").ThrowIfFailed().Output.Count);
        Assert.Equal(3, served.Session.Run("[pscustomobject]@{ SequenceId = 'demo' } | Get-SkipcallSequenceContact").ThrowIfFailed().Output.Count);
    }

    [Fact]
    public async Task First_and_skip_count_over_all_input()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 30");
        var first = served.Session.Run("'demo', 'large' | Get-SkipcallSequenceContact -First 50").ThrowIfFailed();
        Assert.Equal(["demo", "large"], first.Values("SequenceId").Distinct());
        Assert.Equal(50, first.Output.Count);

        var all = served.Session.Run("'demo', 'large' | Get-SkipcallSequenceContact -First 60").ThrowIfFailed();
        var skipped = served.Session.Run("'demo', 'large' | Get-SkipcallSequenceContact -Skip 40 -First 20").ThrowIfFailed();
        Assert.Equal(all.Values("Id").Skip(40), skipped.Values("Id"));
    }

    [Fact]
    public async Task Several_tags_and_statuses_mean_any_of_them_and_no_contact_comes_twice()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 300");
        var all = served.Session.Run("Get-SkipcallSequenceContact demo -All").ThrowIfFailed().Output;
        var expected = all.Where(contact => HasTag(contact, "vip", "hot-lead") && Status(contact) is "CONNECTED" or "ERROR" && HasTag(contact, "vip", "hot-lead"));

        var result = served.Session.Run("Get-SkipcallSequenceContact demo -All -Tag vip, hot-lead -Status CONNECTED, ERROR").ThrowIfFailed();
        Assert.Equal(expected.Select(Id).Order(), result.Output.Select(Id).Order());
        Assert.NotEmpty(result.Output);
        Assert.Equal(4, result.Receipts.Count);
        Assert.Equal(
            ["vip CONNECTED", "vip ERROR", "hot-lead CONNECTED", "hot-lead ERROR"],
            result.Receipts.Select(receipt => $"{receipt.Properties["Tag"].Value} {receipt.Properties["Status"].Value}"));
    }

    [Theory]
    [InlineData("a/b?c=d%20&é ü", "/v1/sequences/a%2Fb%3Fc%3Dd%2520%26%C3%A9%20%C3%BC/contacts")]
    [InlineData("..%2F", "/v1/sequences/..%252F/contacts")]
    public async Task An_odd_id_is_escaped_and_sent_as_given(string id, string path)
    {
        await using var served = await ServedSandbox.StartAsync();
        var result = served.Session.Run("param($id) Get-SkipcallSequenceContact -SequenceId $id", ("id", id));
        Assert.Equal(["SequenceNotFound"], result.ErrorIds);
        Assert.Equal(path, Assert.Single(served.Server.Requests).Path);
    }

    [Fact]
    public async Task A_budget_of_20_takes_60_pages_in_two_waits_without_a_429()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 300 -RateLimit 20 -RateWindowSec 2");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo -All -PageSize 5 -Verbose").ThrowIfFailed();
        Assert.Equal(300, result.Output.Count);
        Assert.Equal(60, served.Server.Requests.Count);
        Assert.DoesNotContain(result.Verbose, line => line.Contains("-> 429", StringComparison.Ordinal));
        Assert.Equal(2, Gaps(served.Server.Requests.Select(request => request.Time)));
        Assert.Contains(result.Verbose, line => line.Contains("Rate limit reached", StringComparison.Ordinal));
        Assert.Contains(result.Progress, record => record.CurrentOperation?.StartsWith("Waiting ", StringComparison.Ordinal) == true && record.SecondsRemaining > 0);
        Assert.True((TimeSpan)result.Receipts[0].Properties["Waited"].Value > TimeSpan.FromSeconds(1));
        Assert.Equal(0, result.Receipts[0].Properties["Retries"].Value);
    }

    [Fact]
    public async Task Without_headers_and_with_429s_the_same_list_comes_out_whole()
    {
        await using var served = await ServedSandbox.StartAsync("-Count 300 -RateLimit 20 -RateWindowSec 2 -NoRateHeader");
        var result = served.Session.Run("Get-SkipcallSequenceContact demo -All -PageSize 5 -Verbose").ThrowIfFailed();
        Assert.Equal(300, result.Values("Id").Distinct().Count());
        Assert.Equal(300, result.Output.Count);
        Assert.Contains(result.Verbose, line => line.Contains("-> 429", StringComparison.Ordinal));
    }

    private static int Gaps(IEnumerable<DateTimeOffset> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Zip(sorted.Skip(1)).Count(pair => pair.Second - pair.First > TimeSpan.FromMilliseconds(700));
    }

    private static string Id(PSObject contact) => (string)contact.Properties["Id"].Value;

    private static string? Status(PSObject contact) => (string?)contact.Properties["Status"].Value;

    private static bool HasTag(PSObject contact, params string[] labels) =>
        contact.Properties["Tags"].Value.ToString()!.Split("; ").Intersect(labels).Any();
}
