using System.Management.Automation;
using Skipcall.Engine.Changes;

namespace Skipcall.Commands;

/// <summary>Confirms that you have stored the changes of a finished run.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "SkipcallSequenceChange", SupportsShouldProcess = true, HelpUri = HelpUris.Root + "Confirm-SkipcallSequenceChange.md")]
public sealed class ConfirmSkipcallSequenceChangeCommand : ChangeCommand
{
    /// <summary>The run to confirm. The default is the last run of this session over each sequence.</summary>
    [Parameter]
    public Guid RunId { get; set; }

    /// <summary>Confirms the run over each of its sequences.</summary>
    protected override void ProcessRecord() => Guard(Confirm, e => Fail(e, StatePath));

    private void Confirm()
    {
        var folder = OpenFolder();
        var session = ChangeSession.Runs(folder.Path);
        if (RunId == Guid.Empty && session.Count == 0)
        {
            throw new SkipcallException(
                SkipcallErrorId.InvalidState,
                $"This session has no run with the state in '{folder.Path}' to confirm. Run Get-SkipcallSequenceChange first, or specify a run with -RunId.");
        }

        using var confirmation = new ChangeConfirmation(folder);
        var runs = RunId == Guid.Empty ? session.ToDictionary(run => run.Key, run => run.Value) : confirmation.Find(RunId).ToDictionary(id => id, _ => RunId);
        if (runs.Count == 0)
        {
            throw new SkipcallException(
                SkipcallErrorId.InvalidState, $"{RunId} is not the last run with any state in '{folder.Path}'. Run Get-SkipcallSequenceChange again, let it finish, and confirm that run.");
        }

        var failures = new List<SkipcallException>();
        var confirmed = new List<string>();
        foreach (var run in runs)
        {
            try
            {
                if (confirmation.Confirm(run.Key, run.Value, () => ShouldProcess($"sequence '{run.Key}'", "Confirm the changes of the last run")))
                {
                    confirmed.Add($"'{DisplayText.Clean(run.Key)}'");
                    session.Remove(run.Key);
                }
            }
            catch (SkipcallException e)
            {
                failures.Add(e);

                // Only an I/O failure can be temporary.
                if (e.InnerException is null)
                {
                    session.Remove(run.Key);
                }
            }
        }

        if (failures.Count > 0)
        {
            var others = confirmed.Count == 0 ? "" : $" Confirmed: {string.Join(", ", confirmed)}.";
            throw new SkipcallException(SkipcallErrorId.InvalidState, string.Join(" ", failures.Select(failure => failure.Message)) + others, failures[0]);
        }
    }
}
