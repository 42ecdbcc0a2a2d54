using System.Buffers.Binary;

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

    /// <exception cref="EndOfStreamException">There are fewer bytes than a head has.</exception>
    public static StateEntryHead Read(ReadOnlySpan<byte> bytes) => bytes.Length < Length
        ? throw new EndOfStreamException()
        : new(
            (StateFlags)bytes[0],
            BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(1)),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(9)),
            BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(17)));

    public void Write(StateWriter writer)
    {
        writer.Write((byte)Flags);
        writer.Write(Key);
        writer.Write(Content);
        writer.Write(RestLength);
    }
}
