using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Skipcall.Tests;

/// <summary>A runspace with the module imported by its manifest.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public ModuleSession()
    {
        _runspace.Open();
        Run("param($path) Import-Module $path -ErrorAction Stop", ("path", Repository.Manifest)).ThrowIfFailed();
    }

    public ScriptResult Run(string script, params (string Name, object? Value)[] arguments)
    {
        using var shell = Create(script, arguments);
        return ScriptResult.Of(shell);
    }

    /// <summary>For tests that stop a running script.</summary>
    public PowerShell Create(string script, params (string Name, object? Value)[] arguments)
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script);
        foreach (var (name, value) in arguments)
        {
            shell.AddParameter(name, value);
        }

        return shell;
    }

    public void Dispose() => _runspace.Dispose();
}

public sealed class ScriptResult
{
    private ScriptResult(IReadOnlyList<PSObject> output, IReadOnlyList<ErrorRecord> errors)
    {
        Output = output;
        Errors = errors;
    }

    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>The terminating error first, if any.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; }

    public IReadOnlyList<string> ErrorIds => Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]).ToList();

    public static ScriptResult Of(PowerShell shell)
    {
        var output = new PSDataCollection<PSObject>();
        var errors = new List<ErrorRecord>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            errors.Add(e.ErrorRecord);
        }

        return new ScriptResult(output.ToList(), [.. errors, .. shell.Streams.Error]);
    }

    public IReadOnlyList<object?> Values(string property) => Output.Select(item => item.Properties[property]?.Value).ToList();

    public ScriptResult ThrowIfFailed() =>
        Errors.Count == 0 ? this : throw new InvalidOperationException("The script failed: " + Errors[0], Errors[0].Exception);
}
