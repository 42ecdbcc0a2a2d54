namespace Skipcall.Engine.Changes;

/// <summary>The header of a state file: its sequence and the last confirmed run.</summary>
/// <param name="BaseUri">The base URI of the connection.</param>
/// <param name="SequenceId">The sequence.</param>
/// <param name="Identity">A random id of this state, new whenever the state is created.</param>
/// <param name="Generation">The number of confirmed runs.</param>
/// <param name="ObservedAfter">When the last confirmed run began, in ticks; 0 if there is none.</param>
/// <param name="ConfirmedRun">The id of the last confirmed run.</param>
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
