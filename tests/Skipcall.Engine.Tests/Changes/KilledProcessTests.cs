using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Skipcall.Engine.Changes;
using Skipcall.Testing;
using Xunit;

namespace Skipcall.Engine.Tests.Changes;

/// <summary>
/// PowerShell itself, killed at random moments while it reads a list that changes, stores the changes and confirms them.
/// <c>SKIPCALL_KILLS</c> kills more often.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KilledProcessTests
{
    private const int Kills = 8;
    private const int LongestLife = 700;

    // Stores each change on a line of its own, and says when it is ready, and when a run is confirmed.
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Import-Module '{0}/Skipcall.psd1'
        Connect-Skipcall sk_test_killed -BaseUri '{1}' -SkipVerification
        function Get-Sorted ([string[]] $Text) {{ [Array]::Sort($Text, [StringComparer]::Ordinal); $Text -join ' ' }}
        [Console]::Out.WriteLine('ready')
        while ($true) {{
            Get-SkipcallSequenceChange spring -StatePath '{2}/state' -WarningAction SilentlyContinue | ForEach-Object {{
                $status = if ($_.Status) {{ $_.Status }} else {{ '-' }}
                $content = if ($_.Contact) {{ "$($_.ContactId) $($_.Contact.FirstName) $status [$(Get-Sorted $_.Contact.Tags.Label)] [$(Get-Sorted $_.Contact.Calls.Id)]" }}
                [IO.File]::AppendAllText('{2}/stored', "$($_.ChangeId)`t$($_.Kind)`t$($_.Id)`t$content`n")
            }}
            Confirm-SkipcallSequenceChange -StatePath '{2}/state'
            [Console]::Out.WriteLine('confirmed')
        }}
        """;

    [Fact]
    public async Task A_process_that_is_killed_leaves_the_old_state_or_the_new_one()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("SKIPCALL_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Kills;
        var folder = Directory.CreateTempSubdirectory("skipcall-changes-");
        var random = new Random(7);
        using var world = new World(7, 230, 250) { ChangesEvery = 3 };
        await using var server = FaultyServer.Start(world);
        var script = string.Format(CultureInfo.InvariantCulture, Script, Repository.Root, server.BaseUri, folder.FullName);
        try
        {
            var confirmed = 0;
            for (var kill = 0; kill < kills; kill++)
            {
                confirmed += await RunAndKillAsync(script, TimeSpan.FromMilliseconds(random.Next(LongestLife)));
                AssertWhole(folder.FullName);
            }

            world.ChangesEvery = 0;
            confirmed += await RunAndKillAsync(script, null);
            var state = AssertWhole(folder.FullName);
            AssertHolds(world, Path.Combine(folder.FullName, "stored"));
            TestReport.Write("changes.txt", FormattableString.Invariant($"{kills} processes killed"), FormattableString.Invariant(
                $"{confirmed} runs confirmed before, {state} confirmed states; each time the old state or the new one, and at the end 0 lost, 0 false"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Lets a process live for some time after it is ready, or until it has confirmed a run.</summary>
    private static async Task<int> RunAndKillAsync(string script, TimeSpan? life)
    {
        using var process = Pwsh.Start(script);
        var errors = process.StandardError.ReadToEndAsync();
        var confirmed = 0;
        try
        {
            var line = await process.StandardOutput.ReadLineAsync();
            Assert.True(line == "ready", line ?? "It ended: " + await Ended(errors));
            var watch = Stopwatch.StartNew();
            var next = process.StandardOutput.ReadLineAsync();
            while (life is null ? confirmed == 0 : watch.Elapsed < life)
            {
                var left = life - watch.Elapsed ?? TimeSpan.FromMinutes(2);
                if (await Task.WhenAny(next, Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero)) == next)
                {
                    line = await next;
                    Assert.True(line == "confirmed", line ?? "It ended: " + await Ended(errors));
                    confirmed++;
                    next = process.StandardOutput.ReadLineAsync();
                }
                else if (life is null)
                {
                    Assert.Fail("It confirmed no run.");
                }
            }
        }
        finally
        {
            // SIGKILL, or TerminateProcess on Windows: nothing is cleaned up.
            process.Kill();
            await process.WaitForExitAsync();
        }

        return confirmed;
    }

    private static async Task<string> Ended(Task<string> errors) => await errors.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Opens the state as the next run does.</summary>
    /// <returns>How many runs it confirms.</returns>
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

    private static void AssertHolds(World world, string stored)
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
