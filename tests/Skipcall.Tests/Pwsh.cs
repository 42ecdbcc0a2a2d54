using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Tasks;

namespace Skipcall.Tests;

/// <summary>The PowerShell of this machine, if it has one.</summary>
public static class Pwsh
{
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(5);

    /// <summary>Why it can't be used; null when it can.</summary>
    public static async Task<string?> MissingAsync()
    {
        try
        {
            return (await RunAsync("exit 0")).ExitCode == 0 ? null : "pwsh does not start.";
        }
        catch (Win32Exception)
        {
            return "PowerShell 7 (pwsh) is not installed: what needs it was not run.";
        }
    }

    /// <summary>Runs a script in a fresh process.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script)
    {
        var start = new ProcessStartInfo("pwsh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
            Environment = { ["NO_COLOR"] = "1" },
        };
        foreach (var argument in new[] { "-NoProfile", "-NonInteractive", "-OutputFormat", "Text", "-EncodedCommand", Convert.ToBase64String(Encoding.Unicode.GetBytes(script)) })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_bound);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return (process.ExitCode, await output + await errors);
    }
}
