using System.Runtime.InteropServices;

namespace Skipcall.Engine.Changes;

/// <summary>A fast 64-bit hash that is the same in every process. Not cryptographic.</summary>
internal struct Hash
{
    private ulong _state;

    /// <summary>The hash of all that was added.</summary>
    public readonly ulong Value => Mix(_state);

    public static ulong Of(string? text)
    {
        var hash = default(Hash);
        hash.Add(text);
        return hash.Value;
    }

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = default(Hash);
        hash.Add((ulong)bytes.Length);
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            hash.Add(eight);
        }

        for (var i = bytes.Length & ~7; i < bytes.Length; i++)
        {
            hash.Add(bytes[i]);
        }

        return hash.Value;
    }

    public void Add(ulong value)
    {
        var mixed = (_state ^ value) * 0x9E3779B97F4A7C15UL;
        _state = (((mixed << 31) | (mixed >> 33)) * 0xD6E8FEB86659FD93UL) + 0x2545F4914F6CDD1DUL;
    }

    public void Add(string? text)
    {
        if (text is null)
        {
            Add(ulong.MaxValue);
            return;
        }

        Add((ulong)text.Length);
        foreach (var four in MemoryMarshal.Cast<char, ulong>(text.AsSpan()))
        {
            Add(four);
        }

        for (var i = text.Length & ~3; i < text.Length; i++)
        {
            Add(text[i]);
        }
    }

    public void Add(DateTimeOffset? time) => Add(time is { } given ? (ulong)given.UtcTicks : ulong.MaxValue);

    public void Add(double? number) => Add(number is { } given ? (ulong)BitConverter.DoubleToInt64Bits(given) : ulong.MaxValue);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCDUL;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return value ^ (value >> 33);
    }
}
