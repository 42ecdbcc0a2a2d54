namespace Skipcall.Engine.Changes;

/// <summary>Reads values written by <see cref="StateWriter"/>. Throws <see cref="EndOfStreamException"/> if the data is truncated.</summary>
internal sealed class StateReader(byte[] bytes) : BinaryReader(new MemoryStream(bytes))
{
    public int Position => (int)BaseStream.Position;

    public bool IsAtEnd => BaseStream.Position == BaseStream.Length;

    public void Skip(int length)
    {
        if (length < 0 || length > BaseStream.Length - BaseStream.Position)
        {
            throw new EndOfStreamException();
        }

        BaseStream.Position += length;
    }

    public int Number() => Read7BitEncodedInt();

    /// <summary>Reads a number of items, at most one per byte of the data.</summary>
    public int Count() => Number() is var count && count >= 0 && count <= BaseStream.Length ? count : throw new EndOfStreamException();

    public Guid Guid() => ReadBytes(16) is { Length: 16 } bytes ? new Guid(bytes) : throw new EndOfStreamException();

    public string Id() => ReadBoolean() ? Guid().ToString("D") : ReadString();
}
