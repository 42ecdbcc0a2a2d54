using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Skipcall.Engine.Tests.Corpus;

internal sealed class CommandSession : IDisposable
{
    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public CommandSession()
    {
        _runspace.Open();
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Import-Module").AddParameter("Assembly", typeof(SkipcallConnection).Assembly).Invoke();
    }

    /// <summary>Runs a command with all streams enabled; <c>-Debug</c> alone would make PowerShell ask whether to continue.</summary>
    public CommandOutcome Run(string command, IDictionary parameters)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand(command).AddParameters(parameters).AddParameter("Verbose").AddParameter("Debug").AddParameter("ErrorAction", ActionPreference.Continue)
            .AddParameter("WarningAction", ActionPreference.Continue);
        var output = new PSDataCollection<PSObject>();
        var errors = new List<ErrorRecord>();
        Exception? failure = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (Exception e)
        {
            failure = e;
            if (e is IContainsErrorRecord { ErrorRecord: { } record })
            {
                errors.Add(record);
            }
        }

        errors.AddRange(shell.Streams.Error);
        return new CommandOutcome([.. output], errors, failure, [.. Texts(shell, errors, failure, output)]);
    }

    public void Dispose() => _runspace.Dispose();

    private static IEnumerable<(string Where, string Text)> Texts(PowerShell shell, List<ErrorRecord> errors, Exception? failure, PSDataCollection<PSObject> output)
    {
        foreach (var error in errors)
        {
            yield return ("error", $"{error} {error.FullyQualifiedErrorId} {error.CategoryInfo} {error.TargetObject}");
            yield return ("error details", $"{error.ErrorDetails?.Message} {error.ErrorDetails?.RecommendedAction}");
            yield return ("exception", error.Exception.ToString());
            for (var e = error.Exception; e is not null; e = e.InnerException)
            {
                yield return ("message", e.Message);
                yield return ("exception property", Strings(e));
            }
        }

        yield return ("failure", failure?.ToString() ?? "");
        foreach (var (where, text) in shell.Streams.Verbose.Select(record => ("verbose", record.Message))
            .Concat(shell.Streams.Warning.Select(record => ("warning", record.Message)))
            .Concat(shell.Streams.Debug.Select(record => ("debug", record.Message)))
            .Concat(shell.Streams.Progress.Select(record => ("progress", $"{record.Activity} {record.StatusDescription} {record.CurrentOperation}")))
            .Concat(shell.Streams.Information.Select(record => ("information", $"{record.MessageData} {Strings(record.MessageData)}")))
            .Concat(output.Select(item => item?.BaseObject).OfType<SkipcallConnection>().Select(connection => ("connection", $"{connection} {Strings(connection)}"))))
        {
            yield return (where, text);
        }
    }

    private static string Strings(object item) => string.Join(' ', item.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType == typeof(string) && property.GetIndexParameters().Length == 0)
        .Select(property => property.GetValue(item)));
}

internal sealed record CommandOutcome(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, Exception? Failure, IReadOnlyList<(string Where, string Text)> Texts);
