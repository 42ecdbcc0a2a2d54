namespace Skipcall.Engine.Changes;

/// <summary>Confirms runs of the change feed. Locks the state folder until disposed.</summary>
internal sealed class ChangeConfirmation : IDisposable
{
    private readonly IStateFolder _folder;
    private readonly IDisposable _lock;

    /// <exception cref="SkipcallException"><c>InvalidState</c>: a run uses the folder.</exception>
    public ChangeConfirmation(IStateFolder folder)
    {
        _folder = folder;
        _lock = ChangeFeed.Guarded(folder, folder.Lock);
    }

    /// <summary>The sequences whose last or last confirmed run is this one.</summary>
    public IReadOnlyList<string> Find(Guid runId) => ChangeFeed.Guarded(_folder, () => _folder.Find(StateFile.Extension).Select(name =>
    {
        using var state = StateFile.OpenFile(_folder, name);
        return state.LastRun?.Id == runId || state.Header.ConfirmedRun == runId ? state.Header.SequenceId : null;
    }).OfType<string>().ToList());

    /// <summary>Confirms a run for one sequence, unless <paramref name="shouldConfirm"/> refuses.</summary>
    /// <returns>Whether the run is confirmed, by this call or an earlier one.</returns>
    /// <exception cref="SkipcallException"><c>InvalidState</c>: the run did not finish, or is not the last one.</exception>
    public bool Confirm(string sequenceId, Guid runId, Func<bool> shouldConfirm) => ChangeFeed.Guarded(_folder, () =>
    {
        using var state = StateFile.OpenFile(_folder, StateFile.NameOf(sequenceId));
        if (state.LastRun is null && state.Header.ConfirmedRun == runId)
        {
            return true;
        }

        var isLast = state.LastRun?.Id == runId;
        if (!isLast || !state.LastRun!.IsFinished)
        {
            var why = isLast || state.LastRun is null ? "did not finish" : "is not the last one";
            throw new SkipcallException(
                SkipcallErrorId.InvalidState,
                $"The run for '{sequenceId}' can't be confirmed, because it {why}. Run Get-SkipcallSequenceChange again, let it finish, and confirm that run.");
        }

        if (!shouldConfirm())
        {
            return false;
        }

        state.Confirm();
        return true;
    });

    public void Dispose() => _lock.Dispose();
}
