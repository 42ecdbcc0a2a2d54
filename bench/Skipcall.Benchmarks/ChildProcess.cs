using System.Diagnostics;

namespace Skipcall.Benchmarks;

/// <summary>A process that answers lines with lines and ends with its standard input.</summary>
internal sealed class ChildProcess : IDisposable
{
    // Not the package's tool, a shim that starts a second process.
    private static readonly string s_pwsh = Path.Combine(Repository.Root, "tools", "pwsh", "obj", "PowerShell", "pwsh.dll");

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    private static bool IsHosted => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    public static ChildProcess StartSelf(params string[] arguments) => new(Process.Start(StartInfo(
        Environment.ProcessPath!, [.. IsHosted ? [typeof(ChildProcess).Assembly.Location] : Array.Empty<string>(), .. arguments], redirectInput: true))!);

    public static ChildProcess StartPwsh(params string[] arguments) => new(Process.Start(PwshInfo(arguments, redirectInput: true))!);

    public static async Task<(double Milliseconds, string Output)> RunScriptAsync(string script)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(PwshInfo(["-Command", "$ProgressPreference = 'SilentlyContinue'; " + script], redirectInput: false))!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (watch.Elapsed.TotalMilliseconds, output)
            : throw new InvalidOperationException($"The script failed: {output}");
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

    private static ProcessStartInfo PwshInfo(string[] arguments, bool redirectInput) =>
        StartInfo("dotnet", ["exec", s_pwsh, "-NoProfile", "-NonInteractive", .. arguments], redirectInput);

    private static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, bool redirectInput) => new(file, arguments)
    {
        RedirectStandardInput = redirectInput,
        RedirectStandardOutput = true,
        Environment = { ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
    };
}
