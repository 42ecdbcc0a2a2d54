using System.Buffers.Binary;
using System.Text.Json;

namespace Skipcall.Engine.Decoding;

/// <summary>Reuses strings that recur in a list, such as statuses and tags. Thread-safe without a lock: a race only costs a second string.</summary>
internal sealed class StringPool
{
    private const int LongestPooled = 64;

    private readonly Entry?[] _slots = new Entry?[2048];

    public string Get(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (reader.HasValueSequence || reader.ValueIsEscaped || bytes.Length > LongestPooled)
        {
            return reader.GetString()!;
        }

        ref var slot = ref _slots[Hash(bytes) % (uint)_slots.Length];
        var pooled = slot;
        if (pooled is null || !bytes.SequenceEqual(pooled.Bytes))
        {
            slot = pooled = new Entry(bytes.ToArray(), reader.GetString()!);
        }

        return pooled.Text;
    }

    /// <summary>Hashes the length and both ends, which is fast and spreads words well.</summary>
    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        ulong head = 0;
        ulong tail = 0;
        var length = bytes.Length;
        if (length >= sizeof(ulong))
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(length - sizeof(ulong)));
        }
        else if (length >= sizeof(uint))
        {
            head = BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(length - sizeof(uint))) << 32);
        }
        else if (length > 0)
        {
            head = bytes[0] | ((ulong)bytes[length / 2] << 8) | ((ulong)bytes[length - 1] << 16);
        }

        return (uint)(((head ^ (tail * 0x9E3779B97F4A7C15UL)) + (uint)length) * 0xD6E8FEB86659FD93UL >> 32);
    }

    private sealed class Entry
    {
        public readonly byte[] Bytes;
        public readonly string Text;

        public Entry(byte[] bytes, string text)
        {
            Bytes = bytes;
            Text = text;
        }
    }
}
