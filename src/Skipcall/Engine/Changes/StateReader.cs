namespace Skipcall.Engine.Changes;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Throws <see cref="EndOfStreamException"/> if it ends too early.</summary>
internal sealed class StateReader : BinaryReader
{
    private readonly StateWords _words;

    public StateReader(byte[] bytes, StateWords words)
        : base(new MemoryStream(bytes)) => _words = words;

    public int Position => (int)BaseStream.Position;

    public bool IsAtEnd => BaseStream.Position == BaseStream.Length;

    public int Number() => Read7BitEncodedInt();

    /// <summary>A number of items, each of which takes a byte at least.</summary>
    public int Count() => Number() is var count && count >= 0 && count <= BaseStream.Length ? count : throw new EndOfStreamException();

    public Guid Guid() => ReadBytes(16) is { Length: 16 } bytes ? new Guid(bytes) : throw new EndOfStreamException();

    public string Id() => ReadBoolean() ? Guid().ToString("D") : ReadString();

    public string? Word()
    {
        var code = Number();
        if (code % 2 == 1)
        {
            // An entry can be read again, with its new words known already.
            _words.Number(ReadString(), out _);
        }

        return code == 0 ? null : _words[(code / 2) - 1];
    }
}
