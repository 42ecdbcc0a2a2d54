using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>A contender from outside: a process of its own, so that none warms up or burdens another.</summary>
internal sealed class Contender : IDisposable
{
    private readonly ChildProcess _process;

    private Contender(string name, ChildProcess process)
    {
        Name = name;
        _process = process;
    }

    public string Name { get; }

    public static Contender Hosted(string name, string way) => new(name, ChildProcess.StartSelf("contend", way));

    public static Contender InPowerShell(string name, string way) => new(
        name,
        ChildProcess.Start(
            PowerShellProgram.Path ?? throw new InvalidOperationException("There is no pwsh on this machine."),
            ["-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "Contenders", "contender.ps1"), ModuleAssembly.Manifest, way]));

    public async Task<Outcome> RunAsync(Job job)
    {
        var outcome = JsonSerializer.Deserialize<Outcome>(await _process.AskAsync(JsonSerializer.Serialize(job)))!;
        return job.Kind == JobKind.First || outcome.Contacts == job.Contacts
            ? outcome
            : throw new InvalidOperationException($"{Name} brought {outcome.Contacts} contacts of {job.Contacts}.");
    }

    public void Dispose() => _process.Dispose();
}
