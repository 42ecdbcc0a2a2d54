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
    private const int MostExpected = 1_000_000;

    // Side by side, not in one struct: that would be padded by a third.
    private Key[] _keys = new Key[FirstCapacity];
    private ushort[] _readings = new ushort[FirstCapacity];
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
        var key = KeyOf(id);
        var index = Find(_keys, _readings, key);
        var before = _readings[index];
        _readings[index] = reading;
        if (before == 0)
        {
            _keys[index] = key;
            if (++_count > RoomIn(_keys.Length))
            {
                Grow(_keys.Length * 2);
            }

            return Sighting.New;
        }

        return before == reading ? Sighting.Repeat : Sighting.Known;
    }

    /// <summary>
    /// Makes room for so many ids in one step, where growing would leave as much behind as it keeps. No more than
    /// <see cref="MostExpected"/>: it is only what a service says, and what is more comes by growing.
    /// </summary>
    public void Expect(long count)
    {
        var capacity = _keys.Length;
        while (RoomIn(capacity) < Math.Min(count, MostExpected))
        {
            capacity *= 2;
        }

        if (capacity > _keys.Length)
        {
            Grow(capacity);
        }
    }

    /// <summary>Whether an id was seen in any reading.</summary>
    public bool Contains(string id) => _readings[Find(_keys, _readings, KeyOf(id))] != 0;

    /// <summary>Where the key is, or where it belongs.</summary>
    private static int Find(Key[] keys, ushort[] readings, Key key)
    {
        var mask = keys.Length - 1;
        // GUIDs that were counted up differ in few bits, wherever those are: all of them have a say in the slot. A product alone
        // carries upwards only, so the upper half is folded down before it, and taken after it.
        var mixed = key.High ^ (key.Low * 0x9E3779B97F4A7C15UL);
        mixed = (mixed ^ (mixed >> 32)) * 0xD6E8FEB86659FD93UL;
        var index = (int)(mixed >> 32) & mask;
        while (readings[index] != 0 && (keys[index].High != key.High || keys[index].Low != key.Low))
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    private static Key KeyOf(string id)
    {
        if (TryReadGuid(id, out var key))
        {
            return key;
        }

        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(id));
        return new Key(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)));
    }

    /// <summary>Reads a GUID in its canonical form. Any other spelling of it is another id.</summary>
    /// <remarks>
    /// Without a loop, for the sake of the first seconds of a process: what .NET has compiled in a hurry it counts the branches
    /// of, if there is a loop among them, and here that took longer than all the rest.
    /// </remarks>
    private static bool TryReadGuid(string id, out Key key)
    {
        key = default;
        if (id.Length != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-')
        {
            return false;
        }

        long a = HexAt(id, 0), b = HexAt(id, 4), c = HexAt(id, 9), d = HexAt(id, 14);
        long e = HexAt(id, 19), f = HexAt(id, 24), g = HexAt(id, 28), h = HexAt(id, 32);
        key = new Key((ulong)((a << 48) | (b << 32) | (c << 16) | d), (ulong)((e << 48) | (f << 32) | (g << 16) | h));
        return (a | b | c | d | e | f | g | h) >= 0;
    }

    /// <summary>The value of four digits; negative where one is none.</summary>
    private static long HexAt(string id, int start) =>
        ((long)Hex(id[start]) << 12) | ((long)Hex(id[start + 1]) << 8) | ((long)Hex(id[start + 2]) << 4) | (long)Hex(id[start + 3]);

    private static int Hex(char digit) => digit is >= '0' and <= '9' ? digit - '0' : digit is >= 'a' and <= 'f' ? digit - 'a' + 10 : -1;

    /// <summary>How many ids a table takes: with more, each would take many looks to find.</summary>
    private static int RoomIn(int capacity) => capacity / 4 * 3;

    private void Grow(int capacity)
    {
        var keys = new Key[capacity];
        var readings = new ushort[capacity];
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_readings[i] != 0)
            {
                var index = Find(keys, readings, _keys[i]);
                keys[index] = _keys[i];
                readings[index] = _readings[i];
            }
        }

        (_keys, _readings) = (keys, readings);
    }

    private readonly struct Key
    {
        public readonly ulong High;
        public readonly ulong Low;

        public Key(ulong high, ulong low)
        {
            High = high;
            Low = low;
        }
    }
}
