using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.PowerShell;

namespace SkipcallShell;

/// <summary>One runspace: runs what it is given, and shows what comes of it as PowerShell would.</summary>
internal sealed partial class ShellSession : IDisposable
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

    /// <remarks>
    /// <c>exit</c> ends a script file, not the session: it leaves its code in LASTEXITCODE, and unless that is 0 the command
    /// has failed. A native command leaves its code there too, but the script that ran it has not failed.
    /// </remarks>
    public void RunScript(string path, IEnumerable<string> arguments) => RunText($$"""
        $LASTEXITCODE = $null
        & {{Quote(Path.GetFullPath(path))}} {{string.Join(' ', arguments.Select(ToArgument))}}
        if ($LASTEXITCODE -eq 0 -or (-not $? -and $null -ne $LASTEXITCODE)) { exit $LASTEXITCODE }
        """);

    /// <summary>Reads commands to the end of the input, or until one calls <c>exit</c>.</summary>
    public void RunPrompt()
    {
        bool isAsked = !Console.IsInputRedirected;
        if (isAsked)
        {
            Console.WriteLine("A small PowerShell: the core commands, and those of Get-Command -Module Skipcall. exit ends it.");
        }

        while (_host.ExitCode is null && !_wasInterrupted && ReadCommand(isAsked) is { } text)
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
                Console.Write(isAsked ? Environment.NewLine : "");
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

    /// <summary>Parameters as PowerShell takes them on its own command line: <c>-Name</c> or <c>-Name:value</c>; all else is text.</summary>
    private static string ToArgument(string argument) => ParameterPattern().Match(argument) switch
    {
        { Success: false } => Quote(argument),
        var match when match.Groups["value"] is { Success: true } value =>
            match.Groups["name"] + (bool.TryParse(value.Value.TrimStart('$'), out bool flag) ? $":${flag}" : $":{Quote(value.Value)}"),
        _ => argument,
    };

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    [GeneratedRegex(@"^(?<name>-[\p{L}_]\w*)(:(?<value>.*))?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterPattern();

    private void Run(Action<PowerShell> define, bool addToHistory = false)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        define(shell);

        // Errors go down the pipeline with the output, so that both are shown in the order in which they came.
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        try
        {
            _stop = () => shell.BeginStop(null, null);
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = addToHistory });
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
        shell.AddCommand("Out-Default");
        _host.UI.IsShowingError = true;
        shell.Invoke(new[] { error });
        _host.UI.IsShowingError = false;
    }

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
