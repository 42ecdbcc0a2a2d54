namespace Skipcall.Engine.Changes;

/// <summary>The header of a state file: a random identity, the number of confirmed runs, and the last one with its start in ticks.</summary>
internal sealed record StateHeader(string BaseUri, string SequenceId, Guid Identity, int Generation, long ObservedAfter, Guid ConfirmedRun)
{
    public static StateHeader Read(StateReader reader) =>
        new(reader.ReadString(), reader.ReadString(), reader.Guid(), reader.Number(), reader.ReadInt64(), reader.Guid());

    public void Write(StateWriter writer)
    {
        writer.Write(BaseUri);
        writer.Write(SequenceId);
        writer.Guid(Identity);
        writer.Number(Generation);
        writer.Write(ObservedAfter);
        writer.Guid(ConfirmedRun);
    }
}
