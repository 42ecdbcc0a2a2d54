namespace Skipcall.Engine.Changes;

/// <summary>Reads values written by <see cref="StateWriter"/>. Throws <see cref="EndOfStreamException"/> if the data is truncated.</summary>
internal sealed class StateReader(byte[] bytes) : BinaryReader(new MemoryStream(bytes))
{
    public int Number() => Read7BitEncodedInt();

    /// <summary>Reads a number of items, at most one per byte of the data.</summary>
    public int Count() => Number() is var count && count >= 0 && count <= BaseStream.Length ? count : throw new EndOfStreamException();

    public Guid Guid() => ReadBytes(16) is { Length: 16 } bytes ? new Guid(bytes) : throw new EndOfStreamException();

    public string Id() => ReadBoolean() ? Guid().ToString("D") : ReadString();
}
