namespace Skipcall.Engine.Changes;

/// <summary>Writes the values of a state file into memory.</summary>
internal class StateWriter : BinaryWriter
{
    private readonly StateWords _words;

    public StateWriter(StateWords words)
        : base(new MemoryStream()) => _words = words;

    public int Length => (int)BaseStream.Length;

    public ReadOnlySpan<byte> Bytes => ((MemoryStream)BaseStream).GetBuffer().AsSpan(0, Length);

    /// <summary>A number that is mostly small, in seven bits a byte.</summary>
    public void Number(int value) => Write7BitEncodedInt(value);

    public void Guid(Guid value) => Write(value.ToByteArray());

    /// <summary>An id: 16 bytes if it is a GUID in its usual form.</summary>
    public void Id(string value)
    {
        var isGuid = System.Guid.TryParseExact(value, "D", out var guid) && guid.ToString("D") == value;
        Write(isGuid);
        if (isGuid)
        {
            Guid(guid);
        }
        else
        {
            Write(value);
        }
    }

    /// <summary>A text that occurs often: written where it first occurs, and by number from then on.</summary>
    public void Word(string? value)
    {
        var isNew = false;
        var number = value is null ? 0 : _words.Number(value, out isNew) + 1;
        Number((number * 2) + (isNew ? 1 : 0));
        if (isNew)
        {
            Write(value!);
        }
    }
}
