using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>A process that answers lines with lines, and ends with its standard input.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>This program again, with other arguments.</summary>
    public static ChildProcess StartSelf(params string[] arguments) =>
        Start(Environment.ProcessPath!, [.. IsHosted ? new[] { typeof(ChildProcess).Assembly.Location } : [], .. arguments]);

    private static bool IsHosted => System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    public static ChildProcess Start(string file, IEnumerable<string> arguments) => new(Process.Start(StartInfo(file, arguments, redirectInput: true))!);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How long that took, and what it printed.</returns>
    public static async Task<(double Milliseconds, string Output)> RunAsync(string file, params string[] arguments)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(StartInfo(file, arguments, redirectInput: false))!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (watch.Elapsed.TotalMilliseconds, output)
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} failed: {output}");
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A child process ended early.");

    public async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await ReadLineAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, bool redirectInput) => new(file, arguments)
    {
        RedirectStandardInput = redirectInput,
        RedirectStandardOutput = true,
        Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
    };
}
