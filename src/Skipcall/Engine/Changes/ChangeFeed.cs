using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Changes;

/// <summary>One run of the change feed over one or more sequences. Locks the state folder until disposed.</summary>
internal sealed class ChangeFeed : IDisposable
{
    private readonly IStateFolder _folder;
    private readonly IClock _clock;
    private readonly IDisposable _lock;
    private readonly List<StateFile> _read = new();

    /// <exception cref="SkipcallException"><c>InvalidState</c>: another run uses the folder, or it can't be written to.</exception>
    public ChangeFeed(IStateFolder folder, IClock clock)
    {
        _folder = folder;
        _clock = clock;
        _lock = Guarded(folder, folder.Lock);
    }

    /// <summary>The run's id, for <c>Confirm-SkipcallSequenceChange</c>.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <exception cref="SkipcallException">The state or the list can't be read.</exception>
    public async Task ReadAsync(
        Uri baseUri, SkipcallClient client, SequenceContactQuery query, ScanOptions options, bool force, IScanSink<ContactChange> sink, IEngineLog log, CancellationToken cancellationToken)
    {
        if (_read.Any(other => other.Header.SequenceId == query.Target))
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"Sequence '{query.Target}' was given twice.");
        }

        var state = Guarded(_folder, () => StateFile.Open(_folder, baseUri.AbsoluteUri, query.Target));
        try
        {
            var run = new ChangeRun(state, Id, force, sink, log, _clock);
            try
            {
                options = options with { Mode = ScanMode.All, ReadAgain = run.ReadAgain };
                await new Scan<SequenceContact>(client, query, options, run, log, _clock).RunAsync(cancellationToken).ConfigureAwait(false);
                await run.FinishAsync().ConfigureAwait(false);
            }
            finally
            {
                run.Close();
            }

            state.Records.Clear();
            _read.Add(state);
        }
        catch (Exception e)
        {
            state.Dispose();
            if (e is IncompleteResultException incomplete)
            {
                incomplete.RecommendedAction = "Run the command again. The changes that were written are correct, and are reported again until a run is confirmed.";
            }

            if (IsOfDisk(e))
            {
                throw Unusable(_folder, e);
            }

            throw;
        }
    }

    /// <summary>Records that all changes were written to the pipeline, so the run can be confirmed.</summary>
    public void Finish() => Guarded(_folder, () =>
    {
        _read.ForEach(state => state.FinishRun());
        return true;
    });

    public void Dispose()
    {
        _read.ForEach(state => state.Dispose());
        _lock.Dispose();
    }

    /// <summary>Runs an action on the state files. I/O errors become <c>InvalidState</c>.</summary>
    internal static T Guarded<T>(IStateFolder folder, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            throw Unusable(folder, e);
        }
    }

    private static bool IsOfDisk(Exception e) => e is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException;

    private static SkipcallException Unusable(IStateFolder folder, Exception e) =>
        new(SkipcallErrorId.InvalidState, $"The state in '{folder.Path}' can't be read or written: {e.Message}", e);
}
