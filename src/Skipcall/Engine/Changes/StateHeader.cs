namespace Skipcall.Engine.Changes;

/// <summary>What a state file is for, and which run it confirms.</summary>
/// <param name="BaseUri">The service's address.</param>
/// <param name="SequenceId">The sequence.</param>
/// <param name="Identity">Tells this state from any other, also from one made anew for the same sequence.</param>
/// <param name="Generation">How many runs were confirmed.</param>
/// <param name="ObservedAfter">When the last confirmed run began, in ticks; 0 if there is none.</param>
/// <param name="ConfirmedRun">The last confirmed run.</param>
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
