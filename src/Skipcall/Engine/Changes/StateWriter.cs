namespace Skipcall.Engine.Changes;

/// <summary>Writes the values of a state file to memory.</summary>
internal class StateWriter() : BinaryWriter(new MemoryStream())
{
    public int Length => (int)BaseStream.Length;

    public ReadOnlySpan<byte> Bytes => ((MemoryStream)BaseStream).GetBuffer().AsSpan(0, Length);

    /// <summary>Writes a number in seven bits per byte, so that small numbers are short.</summary>
    public void Number(int value) => Write7BitEncodedInt(value);

    public void Guid(Guid value) => Write(value.ToByteArray());

    /// <summary>Writes an id, in 16 bytes if it is a GUID in canonical form.</summary>
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
