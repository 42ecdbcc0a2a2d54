using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Skipcall.Engine.Scanning;

/// <summary>
/// The ids that were seen, and in which reading of the list. Each id is kept as 128 bits, so that a million of them cost some
/// 40 MB however long they are: a GUID as it is, anything else as the beginning of its SHA-256.
/// </summary>
internal sealed class IdSet
{
    private const int FirstCapacity = 256;

    private Slot[] _slots = new Slot[FirstCapacity];
    private int _count;

    public enum Sighting
    {
        /// <summary>Never seen before.</summary>
        New,

        /// <summary>Seen in another reading.</summary>
        Known,

        /// <summary>Seen in this reading already.</summary>
        Repeat,
    }

    /// <summary>Notes that an id was seen in a reading.</summary>
    /// <param name="id">The id.</param>
    /// <param name="reading">The reading's number, from 1.</param>
    public Sighting See(string id, ushort reading)
    {
        var (high, low) = Key(id);
        ref var slot = ref Find(_slots, high, low);
        if (slot.Reading == 0)
        {
            slot = new Slot(high, low, reading);
            if (++_count > _slots.Length / 4 * 3)
            {
                Grow();
            }

            return Sighting.New;
        }

        if (slot.Reading == reading)
        {
            return Sighting.Repeat;
        }

        slot.Reading = reading;
        return Sighting.Known;
    }

    /// <summary>Whether an id was seen in any reading.</summary>
    public bool Contains(string id)
    {
        var (high, low) = Key(id);
        return Find(_slots, high, low).Reading != 0;
    }

    private static ref Slot Find(Slot[] slots, ulong high, ulong low)
    {
        var mask = (ulong)slots.Length - 1;
        // GUIDs that were counted up differ in few bits: mix them before they choose a slot.
        var index = ((high ^ (low * 0x9E3779B97F4A7C15UL)) * 0xD6E8FEB86659FD93UL) >> 20 & mask;
        while (slots[index].Reading != 0 && (slots[index].High != high || slots[index].Low != low))
        {
            index = (index + 1) & mask;
        }

        return ref slots[index];
    }

    private static (ulong High, ulong Low) Key(string id)
    {
        // Only the canonical form stands for itself: another spelling of a GUID is another id.
        if (id.Length == 36 && Guid.TryParseExact(id, "D", out var guid) && guid.ToString("D") == id)
        {
            return Halves(guid.ToByteArray());
        }

        using var sha = SHA256.Create();
        return Halves(sha.ComputeHash(Encoding.UTF8.GetBytes(id)));
    }

    private static (ulong High, ulong Low) Halves(byte[] bytes) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)));

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot.Reading != 0)
            {
                Find(larger, slot.High, slot.Low) = slot;
            }
        }

        _slots = larger;
    }

    private struct Slot
    {
        public readonly ulong High;
        public readonly ulong Low;
        public ushort Reading;

        public Slot(ulong high, ulong low, ushort reading)
        {
            High = high;
            Low = low;
            Reading = reading;
        }
    }
}
