namespace Skipcall.Engine.Changes;

/// <summary>Confirms runs of the change feed. No run uses the folder meanwhile.</summary>
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

    /// <summary>The sequences whose last run is this one.</summary>
    public IReadOnlyList<string> Find(Guid runId) => ChangeFeed.Guarded(_folder, () => _folder.Find(StateFile.Extension).Select(name =>
    {
        using var state = StateFile.OpenFile(_folder, name);
        return state.LastRun?.Id == runId || state.Header.ConfirmedRun == runId ? state.Header.SequenceId : null;
    }).OfType<string>().ToList());

    /// <summary>Confirms a run over one sequence.</summary>
    /// <param name="sequenceId">The sequence.</param>
    /// <param name="runId">The run.</param>
    /// <param name="shouldConfirm">Asked before anything is written.</param>
    /// <returns>Whether it is confirmed, now or since an earlier call.</returns>
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
