using System.Globalization;
using Skipcall.Engine.Changes;

namespace Skipcall.Engine.Tests.Changes;

/// <summary>Kills PowerShell while it reads, stores and confirms changes. <c>SKIPCALL_KILLS</c> sets how often.</summary>
[Collection(nameof(NotParallel))]
public sealed class KilledProcessTests
{
    private const int Kills = 4;
    private const int MostRuns = 3;
    private const int LongestRun = 600;

    [Fact]
    public async Task A_process_that_is_killed_leaves_the_old_state_or_the_new_one()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("SKIPCALL_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Kills;
        var folder = Directory.CreateTempSubdirectory("skipcall-changes-");
        var random = new Random(7);
        using var world = new ChangingSequence(7, 230, 250) { ChangesEvery = 3 };
        await using var server = FaultyServer.Start(world);
        var script = ScriptFor(server.BaseUri, folder.FullName);
        try
        {
            var confirmed = 0;
            for (var kill = 0; kill < kills; kill++)
            {
                confirmed += await RunAndKillAsync(script, random.Next(MostRuns), TimeSpan.FromMilliseconds(random.Next(LongestRun)));
                AssertWhole(folder.FullName);
            }

            world.ChangesEvery = 0;
            confirmed += await RunAndKillAsync(script, 1, TimeSpan.Zero);
            var state = AssertWhole(folder.FullName);
            AssertHolds(world, Path.Combine(folder.FullName, "stored"));
            TestReport.Write("changes.txt", FormattableString.Invariant($"{kills} processes killed"), FormattableString.Invariant(
                $"{confirmed} runs awaited, {state} confirmed; each time the old state or the new one, and at the end 0 lost, 0 false"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Stores one change per line, and prints when it is ready and when a run is confirmed.
    private static string ScriptFor(Uri baseUri, string folder) => $$$"""
        $ErrorActionPreference = 'Stop'
        Import-Module '{{{Repository.Root}}}/Skipcall.psd1'
        Connect-Skipcall sk_test_killed -BaseUri '{{{baseUri}}}' -SkipVerification
        function Get-Sorted ($Items) { $text = [string[]] @($Items | Where-Object { $_ }); [Array]::Sort($text, [StringComparer]::Ordinal); $text -join ' ' }
        [Console]::Out.WriteLine('ready')
        while ($true) {
            Get-SkipcallSequenceChange spring -StatePath '{{{folder}}}/state' -WarningAction SilentlyContinue | ForEach-Object {
                $status = if ($_.Status) { $_.Status } else { '-' }
                $content = if ($_.Contact) { "$($_.ContactId) $($_.Contact.FirstName) $status [$(Get-Sorted $_.Contact.Tags.Label)] [$(Get-Sorted $_.Contact.Calls.Id)]" }
                [IO.File]::AppendAllText('{{{folder}}}/stored', "$($_.ChangeId)`t$($_.Kind)`t$($_.Id)`t$content`n")
            }
            Confirm-SkipcallSequenceChange -StatePath '{{{folder}}}/state'
            [Console]::Out.WriteLine('confirmed')
        }
        """;

    /// <summary>Kills a process some time after it confirmed that many runs.</summary>
    private static async Task<int> RunAndKillAsync(string script, int runs, TimeSpan then)
    {
        using var process = Pwsh.Start(script);
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            for (var run = 0; run <= runs; run++)
            {
                var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(5));
                Assert.True(line == (run == 0 ? "ready" : "confirmed"), line ?? "It ended: " + await errors);
            }

            await Task.Delay(then);
        }
        finally
        {
            // SIGKILL, or TerminateProcess on Windows: no cleanup.
            process.Kill();
            await process.WaitForExitAsync();
        }

        return runs;
    }

    /// <summary>Opens the state as the next run would, and returns the number of confirmed runs.</summary>
    private static int AssertWhole(string path)
    {
        var folder = new StateFolder(Path.Combine(path, "state"));
        if (!Directory.Exists(folder.Path))
        {
            return 0;
        }

        using var unlock = folder.Lock();
        using var state = StateFile.OpenFile(folder, StateFile.NameOf("spring"));
        return state.Header.Generation;
    }

    private static void AssertHolds(ChangingSequence world, string stored)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        var held = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var fields in File.ReadLines(stored).Select(line => line.Split('\t')).Where(fields => applied.Add(fields[0])))
        {
            if (fields[1] == nameof(ContactChangeKind.Removed))
            {
                held.Remove(fields[2]);
            }
            else
            {
                held[fields[2]] = fields[3];
            }
        }

        Assert.Equal(world.Rows.Select(row => (row.Id, row.ToString())).Order(), held.Select(pair => (pair.Key, pair.Value)).Order());
    }
}
