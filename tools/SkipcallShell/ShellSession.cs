using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;
using Microsoft.PowerShell;

namespace SkipcallShell;

/// <summary>One runspace: runs what it is given, and shows what comes of it as PowerShell would.</summary>
internal sealed class ShellSession : IDisposable
{
    private const int Failed = 1;
    private const int Interrupted = 130;

    private readonly ShellHost _host = new();
    private readonly Runspace _runspace;
    private volatile Action? _stop;
    private volatile bool _wasInterrupted;

    public ShellSession()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        state.Variables.Add(
        [
            // The commands of a PowerShell installed here are made for its own engine: none is loaded by accident.
            new SessionStateVariableEntry("PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, null),

            // The view that names the command and the error id.
            new SessionStateVariableEntry("ErrorView", ErrorView.NormalView, null),
        ]);

        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        _runspace.Open();
        Console.CancelKeyPress += OnCancelKey;
    }

    public int ExitCode =>
        _host.ExitCode ?? (_wasInterrupted ? Interrupted : _host.UI.HasShownError ? Failed : 0);

    public void ImportModule(string manifest) =>
        Run(shell => shell.AddCommand("Import-Module").AddParameter("Name", manifest));

    public void RunText(string text) => Run(shell => shell.AddScript(text));

    public void RunScript(string path, IEnumerable<string> arguments)
    {
        Command script = new(Path.GetFullPath(path));
        foreach (string argument in arguments)
        {
            script.Parameters.Add(ToParameter(argument));
        }

        SetVariable("LASTEXITCODE", null);
        Run(shell => shell.Commands.AddCommand(script));

        // `exit` ends a script file, not the session: it fails the command and leaves its code here. A native command
        // leaves a code here too, but fails nothing.
        if (GetVariable("?") is false && GetVariable("LASTEXITCODE") is int code and not 0)
        {
            _host.SetShouldExit(code);
        }
    }

    /// <summary>Reads commands to the end of the input, or until one calls <c>exit</c>.</summary>
    public void RunPrompt()
    {
        bool isAsked = !Console.IsInputRedirected;
        if (isAsked)
        {
            Console.WriteLine("Skipcall, in a small PowerShell with the core commands only. Get-Command -Module Skipcall lists the module's; exit ends.");
        }

        while (_host.ExitCode is null && ReadCommand(isAsked) is { } text)
        {
            Run(shell => shell.AddScript(text), addToHistory: isAsked);
            if (isAsked)
            {
                _host.UI.ForgetErrors();
                _wasInterrupted = false;
            }
        }
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKey;
        _runspace.Dispose();
    }

    /// <summary>One line, or as many as it takes to close what the first one opens.</summary>
    private static string? ReadCommand(bool isAsked)
    {
        StringBuilder text = new();
        while (true)
        {
            if (isAsked)
            {
                Console.Write(text.Length == 0 ? "Skipcall> " : ">> ");
            }

            string? line = Console.ReadLine();
            if (line is null)
            {
                return text.Length == 0 ? null : text.ToString();
            }

            text.AppendLine(line);
            Parser.ParseInput(text.ToString(), out _, out ParseError[] errors);
            if (!errors.Any(error => error.IncompleteInput))
            {
                return text.ToString();
            }
        }
    }

    /// <summary>As PowerShell reads a command line: <c>-Name</c>, <c>-Name:value</c>, or a value.</summary>
    private static CommandParameter ToParameter(string argument)
    {
        if (argument is not ['-', not (>= '0' and <= '9' or '.'), ..])
        {
            return new CommandParameter(null, argument);
        }

        string[] parts = argument.Split(':', 2);
        return parts.Length == 1
            ? new CommandParameter(argument)
            : new CommandParameter(parts[0], bool.TryParse(parts[1].TrimStart('$'), out bool flag) ? flag : parts[1]);
    }

    private void Run(Action<PowerShell> define, bool addToHistory = false)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        define(shell);
        try
        {
            _stop = () => shell.BeginStop(null, null);
            Show(shell, addToHistory);
        }
        catch (PipelineStoppedException)
        {
            _wasInterrupted = true;
        }
        catch (RuntimeException e)
        {
            ShowError(e.ErrorRecord);
        }
        finally
        {
            _stop = null;
            _host.UI.EndProgress();
        }
    }

    private void ShowError(ErrorRecord error)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        shell.AddScript("[CmdletBinding()] param($ErrorRecord) $PSCmdlet.WriteError($ErrorRecord)")
            .AddParameter("ErrorRecord", error)
            .AddParameter("ErrorAction", ActionPreference.Continue);
        Show(shell, addToHistory: false);
    }

    /// <summary>Errors go down the pipeline with the output, so that both are shown in the order in which they came.</summary>
    private static void Show(PowerShell shell, bool addToHistory)
    {
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        shell.Invoke(null, new PSInvocationSettings { AddToHistory = addToHistory });
    }

    private object? GetVariable(string name) => _runspace.SessionStateProxy.GetVariable(name);

    private void SetVariable(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>The first Ctrl+C stops the pipeline. With none running, or one that won't stop, it ends the shell as usual.</summary>
    private void OnCancelKey(object? sender, ConsoleCancelEventArgs e)
    {
        if (_stop is { } stop && !_wasInterrupted)
        {
            e.Cancel = true;
            _wasInterrupted = true;
            stop();
        }
    }
}
