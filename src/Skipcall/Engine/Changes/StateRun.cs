namespace Skipcall.Engine.Changes;

/// <summary>The last run over a sequence, with its start in ticks.</summary>
internal sealed record StateRun(Guid Id, long Start)
{
    /// <summary>Offsets of the entries whose contacts the run did not see but could not report as removed.</summary>
    public IReadOnlyCollection<int> Unseen { get; init; } = Array.Empty<int>();

    /// <summary>Whether all changes were written to the pipeline.</summary>
    public bool IsFinished { get; init; }
}
