using System.Buffers.Binary;

namespace Skipcall.Engine.Changes;

internal enum StateBlock : byte
{
    Header = 1,
    Entries = 2,
    EndOfSnapshot = 3,
    RunBegun = 4,
    Changes = 5,
    ListRead = 6,
    RunFinished = 7,
}

/// <summary>
/// Reads and writes the blocks of a state file: a checked header with type and length, the content, and its checksum. A truncated last
/// block can be distinguished from a damaged one.
/// </summary>
internal sealed class StateBlocks : StateWriter
{
    public const int HeaderLength = 8;
    public const int ChecksumLength = 8;

    private readonly Stream _stream;
    private long _end;

    /// <summary>Continues a file at the offset of the next block.</summary>
    public StateBlocks(Stream stream, long end)
    {
        _stream = stream;
        _end = end;
    }

    /// <summary>Adds an entry to the next block and returns its offset in the file.</summary>
    public int Add(StateEntry entry)
    {
        var offset = checked((int)(_end + HeaderLength + Length));
        entry.Write(this);
        return offset;
    }

    /// <summary>Completes the block and writes it to the file.</summary>
    public void End(StateBlock type)
    {
        var content = Bytes;
        var block = new byte[HeaderLength + content.Length + ChecksumLength];
        WriteHeader(block, type, content.Length);
        content.CopyTo(block.AsSpan(HeaderLength));
        BinaryPrimitives.WriteUInt64LittleEndian(block.AsSpan(HeaderLength + content.Length), ChecksumOf(content));
        _stream.Seek(_end, SeekOrigin.Begin);
        _stream.Write(block, 0, block.Length);
        _end += block.Length;
        BaseStream.SetLength(0);
    }

    /// <summary>Reads the block at an offset; null if it was truncated by an interrupted write.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static byte[]? Read(Stream stream, long at, out StateBlock type)
    {
        type = default;
        var left = stream.Length - at;
        if (left < HeaderLength)
        {
            return null;
        }

        stream.Seek(at, SeekOrigin.Begin);
        var header = Take(stream, HeaderLength);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1));
        var expected = new byte[HeaderLength];
        WriteHeader(expected, (StateBlock)header[0], length);
        if (!header.AsSpan().SequenceEqual(expected) || length < 0)
        {
            return IsZero(Take(stream, (int)Math.Min(left - HeaderLength, 4096))) ? null : throw new InvalidDataException($"The block at {at} has an invalid header.");
        }

        if (length > left - HeaderLength - ChecksumLength)
        {
            return null;
        }

        type = (StateBlock)header[0];
        var content = Take(stream, length);
        var checksum = Take(stream, ChecksumLength);
        if (BinaryPrimitives.ReadUInt64LittleEndian(checksum) == ChecksumOf(content))
        {
            return content;
        }

        return checksum[ChecksumLength - 1] == 0 ? null : throw new InvalidDataException($"The checksum of the block at {at} is wrong.");
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _stream.Dispose();
        }
    }

    /// <summary>The last byte is never zero, because a power failure can fill the end of a file with zeros.</summary>
    private static ulong ChecksumOf(ReadOnlySpan<byte> content) => Hash.Of(content) | (1UL << 56);

    private static bool IsZero(byte[] bytes) => Array.TrueForAll(bytes, part => part == 0);

    private static void WriteHeader(byte[] block, StateBlock type, int length)
    {
        block[0] = (byte)type;
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(1), length);
        var check = Hash.Of(block.AsSpan(0, 5));
        (block[5], block[6], block[7]) = ((byte)check, (byte)(check >> 8), (byte)(check >> 16));
    }

    public static byte[] Take(Stream stream, int count)
    {
        var bytes = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = stream.Read(bytes, filled, count - filled);
            filled += read > 0 ? read : throw new InvalidDataException("It is truncated.");
        }

        return bytes;
    }
}
