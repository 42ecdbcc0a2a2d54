using System.Diagnostics;
using System.Text;

namespace Skipcall.Testing;

/// <summary>Runs scripts in the PowerShell that tools/pwsh restores, with its Pester on the module path.</summary>
internal static class Pwsh
{
    // Only ends tests that hang; a busy machine is slow.
    private static readonly TimeSpan s_bound = TimeSpan.FromMinutes(20);

    private static readonly string s_tools = Path.Combine(Repository.Root, "tools", "pwsh", "obj");

    private static readonly string s_home = Path.Combine(s_tools, "PowerShell");

    private static readonly string[] s_pwsh = ["exec", Path.Combine(s_home, "pwsh.dll"), "-NoProfile", "-NonInteractive"];

    public static Task<(int ExitCode, string Output)> RunAsync(string script, IReadOnlyDictionary<string, string>? environment = null) =>
        RunDotNetAsync([.. s_pwsh, "-OutputFormat", "Text", "-EncodedCommand", Convert.ToBase64String(Encoding.Unicode.GetBytes(script))], environment);

    public static Task<(int ExitCode, string Output)> RunFileAsync(string path, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        RunDotNetAsync([.. s_pwsh, "-File", path, .. arguments], environment);

    /// <summary>The caller reads the output and ends the process.</summary>
    public static Process Start(string script) =>
        StartDotNet([.. s_pwsh, "-OutputFormat", "Text", "-EncodedCommand", Convert.ToBase64String(Encoding.Unicode.GetBytes(script))], null);

    public static async Task<(int ExitCode, string Output)> RunDotNetAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = StartDotNet(arguments, environment);
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

    private static Process StartDotNet(string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["NO_COLOR"] = "1";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment.Remove("SKIPCALL_API_KEY");
        // Each script runs once, so optimizing costs more than it saves. Builds run long enough.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_JITMinOpts"] = arguments[0] == "exec" ? "1" : "0";
        Prepend(start, "PATH", s_home);
        Prepend(start, "PSModulePath", Path.Combine(s_tools, "modules"));
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static void Prepend(ProcessStartInfo start, string name, string folder) =>
        start.Environment[name] = start.Environment.TryGetValue(name, out var others) && !string.IsNullOrEmpty(others) ? folder + Path.PathSeparator + others : folder;
}
