namespace Skipcall.Engine.Changes;

/// <summary>The last run over a sequence, as its state file has it.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Start">When it began, in ticks.</param>
internal sealed record StateRun(Guid Id, long Start)
{
    /// <summary>Places of the entries that it could neither confirm nor refute.</summary>
    public IReadOnlyCollection<int> Unseen { get; init; } = Array.Empty<int>();

    /// <summary>Whether all that it found was written to the pipeline.</summary>
    public bool IsFinished { get; init; }
}
