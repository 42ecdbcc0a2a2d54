using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Tests;

/// <summary>What a person sees while a scan runs: progress, -Verbose and -Debug.</summary>
public sealed class ProgressTests
{
    [Fact]
    public void A_scan_that_is_over_in_a_second_shows_no_progress()
    {
        var shown = Watch("New-SkipcallSandbox -Count 3 | Connect-Skipcall; Get-SkipcallSequenceContact demo -All");
        Assert.Empty(shown);
    }

    [Fact]
    public void A_longer_one_shows_page_records_and_time_left_at_most_four_times_a_second()
    {
        var shown = Watch("New-SkipcallSandbox -Count 1500 -LatencyMs 250 | Connect-Skipcall; Get-SkipcallSequenceContact demo -All -ThrottleLimit 1");
        Assert.True(shown.Count >= 5, $"{shown.Count} records.");
        Assert.True(shown[0].At >= TimeSpan.FromSeconds(1), $"The first one came after {shown[0].At}.");

        var updates = shown.Where(record => record.Record.RecordType == ProgressRecordType.Processing).ToList();
        Assert.Single(shown, record => record.Record.RecordType == ProgressRecordType.Completed);
        Assert.All(updates, update =>
        {
            Assert.Equal("Get-SkipcallSequenceContact", update.Record.Activity);
            Assert.Matches(@"^demo: page \d+ of 15, [\d,]+ records$", update.Record.StatusDescription);
            Assert.InRange(update.Record.PercentComplete, 0, 100);
        });
        Assert.Contains(updates, update => update.Record.SecondsRemaining > 0);
        Assert.Equal(updates.Select(update => update.Record.PercentComplete).Order(), updates.Select(update => update.Record.PercentComplete));

        // Two may come close together where the machine is busy, but five in a second would be a fifth too many.
        Assert.All(updates.Zip(updates.Skip(4)), pair => Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromMilliseconds(900), $"{pair.First.At} to {pair.Second.At}"));
    }

    [Fact]
    public void A_wait_counts_down()
    {
        var shown = Watch("New-SkipcallSandbox -Count 300 -RateLimit 3 -RateWindowSec 4 | Connect-Skipcall; Get-SkipcallSequenceContact demo -All -PageSize 100");
        var seconds = shown
            .Select(record => Regex.Match(record.Record.CurrentOperation ?? "", @"^Waiting (\d+) s: (.+)$"))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value))
            .ToList();
        Assert.True(seconds.Distinct().Count() >= 2, string.Join(" ", seconds));
        Assert.Equal(seconds.OrderDescending(), seconds);
        Assert.True(shown.Where(record => record.Record.RecordType == ProgressRecordType.Processing).All(record => record.Record.SecondsRemaining >= 0));
    }

    [Fact]
    public void The_display_is_taken_down_when_the_pipeline_wants_no_more()
    {
        var shown = Watch("""
            New-SkipcallSandbox -Count 2000 -LatencyMs 300 | Connect-Skipcall
            $count = 0
            foreach ($once in 1) { Get-SkipcallSequenceContact demo -All -ThrottleLimit 1 | ForEach-Object { if (++$count -gt 600) { break } } }
            """);
        Assert.Equal(ProgressRecordType.Completed, shown[^1].Record.RecordType);
    }

    [Fact]
    public void One_sequence_after_the_other_shows_each_by_its_own_name()
    {
        var shown = Watch("""
            $contacts = 1..3 | ForEach-Object { [Skipcall.SequenceContact]@{ SequenceId = 'a' }; [Skipcall.SequenceContact]@{ SequenceId = 'b' } }
            $contacts | New-SkipcallSandbox -LatencyMs 500 | Connect-Skipcall
            Get-SkipcallSequenceContact a, b -All -PageSize 1 -ThrottleLimit 1
            """);
        var names = shown.Where(record => record.Record.RecordType == ProgressRecordType.Processing).Select(record => record.Record.StatusDescription.Split(':')[0]);
        Assert.Equal(["a", "b"], names.Where(name => name != "Starting").Distinct());
    }

    [Fact]
    public void Verbose_tells_of_requests_retries_and_passes()
    {
        using var session = new ModuleSession();
        var result = session.Run("""
            New-SkipcallSandbox -Count 300 -MoveEvery 3 -Fault @{ Page = 2; StatusCode = 503 } | Connect-Skipcall
            Get-SkipcallSequenceContact demo -All -Verbose -WarningAction SilentlyContinue
            """).ThrowIfFailed();
        Assert.Contains(result.Verbose, line => Regex.IsMatch(line, @"^GET /v1/sequences/demo/contacts\?page=1&limit=100 -> 200, \d+ bytes in \d+ ms; \d+ requests left in this window$"));
        Assert.Contains(result.Verbose, line => line.StartsWith("Retry 1 of ", StringComparison.Ordinal) && line.Contains("503", StringComparison.Ordinal));
        Assert.Contains(result.Verbose, line => line.Contains("it is read again for what was missed (pass 2 of 3 at most)", StringComparison.Ordinal));
    }

    [Fact]
    public void Verbose_tells_of_waits()
    {
        using var session = new ModuleSession();
        var result = session.Run("""
            New-SkipcallSandbox -Count 300 -RateLimit 2 -RateWindowSec 1 | Connect-Skipcall
            Get-SkipcallSequenceContact demo -All -Verbose
            """).ThrowIfFailed();
        Assert.Contains(result.Verbose, line => Regex.IsMatch(line, @"^Waiting \d+\.\d s: .*Rate limit reached"));
    }

    [Theory]
    [InlineData("$DebugPreference = 'Continue'; Get-SkipcallSequenceContact demo", true)]
    [InlineData("function Get-It { $DebugPreference = 'Continue'; Get-SkipcallSequenceContact demo }; Get-It", true)]
    [InlineData("$DebugPreference = 'Continue'; Get-SkipcallSequenceContact demo -Debug:$false", false)]
    [InlineData("Get-SkipcallSequenceContact demo", false)]
    public async Task Debug_adds_headers_less_the_key_where_they_are_wanted(string script, bool wanted)
    {
        await using var served = await ServedSandbox.StartAsync("-Count 3");
        var said = string.Join("\n", served.Session.Run(script).ThrowIfFailed().Debug);
        Assert.Equal(wanted, said.Contains("X-RateLimit-Remaining", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("sandbox0000", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-SkipcallSequenceContact demo -Verbose", true)]
    [InlineData("$VerbosePreference = 'Continue'; Get-SkipcallSequenceContact demo", true)]
    [InlineData("function Get-It { [CmdletBinding()] param() Get-SkipcallSequenceContact demo }; Get-It -Verbose", true)]
    [InlineData("$VerbosePreference = 'Continue'; Get-SkipcallSequenceContact demo -Verbose:$false", false)]
    [InlineData("Get-SkipcallSequenceContact demo", false)]
    public void Verbose_lines_come_where_they_are_wanted(string script, bool wanted)
    {
        using var session = new ModuleSession();
        var said = session.Run("New-SkipcallSandbox -Count 3 | Connect-Skipcall; " + script).ThrowIfFailed().Verbose;
        Assert.Equal(wanted, said.Any(line => line.Contains("/v1/sequences/demo/contacts", StringComparison.Ordinal)));
    }

    /// <summary>Runs a script, and notes each progress record as it was when it came, and when that was.</summary>
    private static List<(TimeSpan At, ProgressRecord Record)> Watch(string script)
    {
        using var session = new ModuleSession();
        using var shell = session.Create(script);
        var shown = new ConcurrentQueue<(TimeSpan, ProgressRecord)>();
        var watch = Stopwatch.StartNew();
        shell.Streams.Progress.DataAdded += (_, added) => shown.Enqueue((watch.Elapsed, shell.Streams.Progress[added.Index]));
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        return shown.ToList();
    }
}
