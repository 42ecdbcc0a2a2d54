namespace Skipcall.Engine.Changes;

/// <summary>Writes the values of a state file into memory.</summary>
internal class StateWriter() : BinaryWriter(new MemoryStream())
{
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
}
