using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Skipcall.Tests;

/// <summary>
/// A runspace of the real PowerShell engine with the module imported by its manifest, as a user imports it. The tests
/// know the module by its commands alone.
/// </summary>
public sealed class ModuleSession : IDisposable
{
    public ModuleSession(PSHost? host = null)
    {
        var state = InitialSessionState.CreateDefault2();
        Runspace = host is null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        Runspace.Open();
        Run("param($path) Import-Module $path -ErrorAction Stop", ("path", Repository.Manifest)).ThrowIfFailed();
    }

    public Runspace Runspace { get; }

    /// <summary>Runs a script and gathers all that came of it.</summary>
    public ScriptResult Run(string script, params (string Name, object? Value)[] arguments)
    {
        using var shell = Create(script, arguments);
        return ScriptResult.Of(shell);
    }

    /// <summary>A script ready to be invoked, for tests that stop it.</summary>
    public PowerShell Create(string script, params (string Name, object? Value)[] arguments)
    {
        var shell = PowerShell.Create();
        shell.Runspace = Runspace;
        shell.AddScript(script);
        foreach (var (name, value) in arguments)
        {
            shell.AddParameter(name, value);
        }

        return shell;
    }

    public void Dispose() => Runspace.Dispose();
}

/// <summary>All that came of a script.</summary>
public sealed class ScriptResult
{
    private ScriptResult(PowerShell shell, IReadOnlyList<PSObject> output, RuntimeException? failure)
    {
        Output = output;
        Failure = failure;
        Errors = shell.Streams.Error.ToList();
        Warnings = shell.Streams.Warning.Select(record => record.Message).ToList();
        Verbose = shell.Streams.Verbose.Select(record => record.Message).ToList();
        Debug = shell.Streams.Debug.Select(record => record.Message).ToList();
        Information = shell.Streams.Information.ToList();
        Progress = shell.Streams.Progress.ToList();
    }

    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>The terminating error; null when the script came to its end.</summary>
    public RuntimeException? Failure { get; }

    public IReadOnlyList<ErrorRecord> Errors { get; }

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<string> Verbose { get; }

    public IReadOnlyList<string> Debug { get; }

    public IReadOnlyList<InformationRecord> Information { get; }

    public IReadOnlyList<ProgressRecord> Progress { get; }

    /// <summary>The first part of the error ids: first the terminating error's, if there is one, then the others'.</summary>
    public IReadOnlyList<string> ErrorIds =>
        (Failure is null ? [] : new[] { Failure.ErrorRecord }).Concat(Errors).Select(error => error.FullyQualifiedErrorId.Split(',')[0]).ToList();

    /// <summary>The receipts of the scans.</summary>
    public IReadOnlyList<PSObject> Receipts =>
        Information.Where(record => record.Tags.Contains("SkipcallReceipt")).Select(record => PSObject.AsPSObject(record.MessageData)).ToList();

    public static ScriptResult Of(PowerShell shell)
    {
        var output = new PSDataCollection<PSObject>();
        RuntimeException? failure = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            failure = e;
        }

        return new ScriptResult(shell, output.ToList(), failure);
    }

    /// <summary>The values of one property of everything written.</summary>
    public IReadOnlyList<object?> Values(string property) => Output.Select(item => item.Properties[property]?.Value).ToList();

    public ScriptResult ThrowIfFailed() =>
        Failure is null && Errors.Count == 0
            ? this
            : throw new InvalidOperationException("The script failed: " + (Failure?.ErrorRecord ?? Errors[0]), Failure ?? Errors[0].Exception);
}
