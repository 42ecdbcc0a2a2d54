using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>A case that needs the pwsh of this machine.</summary>
internal abstract class PowerShellCase : IBenchmarkCase
{
    public abstract string Name { get; }

    public Task RunAsync(Bench bench)
    {
        if (PowerShellProgram.Path is { } pwsh)
        {
            return RunAsync(bench, pwsh);
        }

        bench.Report.Note($"{Name}: not measured, there is no pwsh on this machine.");
        return Task.CompletedTask;
    }

    protected abstract Task RunAsync(Bench bench, string pwsh);

    /// <summary>Runs a script in a fresh process.</summary>
    protected static Task<(double Milliseconds, string Output)> ScriptAsync(string pwsh, string script) =>
        ChildProcess.RunAsync(pwsh, "-NoProfile", "-NonInteractive", "-Command", "$ProgressPreference = 'SilentlyContinue'; " + script);
}
