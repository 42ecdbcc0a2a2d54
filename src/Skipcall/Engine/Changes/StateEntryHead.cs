namespace Skipcall.Engine.Changes;

[Flags]
internal enum StateFlags : byte
{
    Gone = 1,
    First = 2,
    Previous = 4,
    Observed = 8,
    Unseen = 16,
    Settled = 32,
    Status = 64,
}

/// <summary>The head of each entry. Loading a state file reads only heads and skips the rest.</summary>
internal readonly record struct StateEntryHead(StateFlags Flags, ulong Key, ulong Content, int RestLength)
{
    public const int Length = sizeof(StateFlags) + (2 * sizeof(ulong)) + sizeof(int);

    public bool Has(StateFlags flag) => (Flags & flag) != 0;

    public static StateEntryHead Read(StateReader reader) =>
        new((StateFlags)reader.ReadByte(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadInt32());

    public void Write(StateWriter writer)
    {
        writer.Write((byte)Flags);
        writer.Write(Key);
        writer.Write(Content);
        writer.Write(RestLength);
    }
}
