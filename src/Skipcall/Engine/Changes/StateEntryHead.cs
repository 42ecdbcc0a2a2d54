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
internal readonly record struct StateEntryHead(StateFlags Flags, ulong Key, ulong Content)
{
    public bool Has(StateFlags flag) => (Flags & flag) != 0;

    public static StateEntryHead Read(StateReader reader) => Read(reader, out _);

    public static StateEntryHead ReadAndSkip(StateReader reader)
    {
        var head = Read(reader, out var rest);
        reader.Skip(rest);
        return head;
    }

    public void Write(StateWriter writer, Action writeRest)
    {
        writer.Write((byte)Flags);
        writer.Write(Key);
        writer.Write(Content);
        var start = writer.Length;
        writer.Write(0);
        writeRest();
        var end = writer.Length;
        writer.Seek(start, SeekOrigin.Begin);
        writer.Write(end - start - sizeof(int));
        writer.Seek(end, SeekOrigin.Begin);
    }

    private static StateEntryHead Read(StateReader reader, out int rest)
    {
        var head = new StateEntryHead((StateFlags)reader.ReadByte(), reader.ReadUInt64(), reader.ReadUInt64());
        rest = reader.ReadInt32();
        return head;
    }
}
