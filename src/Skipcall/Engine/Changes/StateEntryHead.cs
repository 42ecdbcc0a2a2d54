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

/// <summary>What a state file has at the front of each entry, so that the rest can be skipped when the file is loaded.</summary>
/// <param name="Flags">What the entry has, and what it says.</param>
/// <param name="Key">The record's key in the table.</param>
/// <param name="Content">The hash of the content.</param>
internal readonly record struct StateEntryHead(StateFlags Flags, ulong Key, ulong Content)
{
    public bool Has(StateFlags flag) => (Flags & flag) != 0;

    /// <summary>Reads the head of an entry; the rest comes next.</summary>
    public static StateEntryHead Read(StateReader reader) => Read(reader, out _);

    /// <summary>Reads the head of an entry and goes to the end of it.</summary>
    public static StateEntryHead ReadAndSkip(StateReader reader)
    {
        var head = Read(reader, out var rest);
        reader.Skip(rest);
        return head;
    }

    /// <summary>Writes the head and the rest.</summary>
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
