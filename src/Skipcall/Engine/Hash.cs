using System.Runtime.InteropServices;

namespace Skipcall.Engine;

/// <summary>A fast 64-bit hash based on the round of XXH64. Stable, because state files contain it; not cryptographic.</summary>
internal struct Hash
{
    private const ulong Prime1 = 0x9E3779B185EBCA87UL;
    private const ulong Prime2 = 0xC2B2AE3D27D4EB4FUL;
    private const ulong Prime3 = 0x165667B19E3779F9UL;

    private ulong _state;

    public readonly ulong Value
    {
        get
        {
            var value = (_state ^ (_state >> 33)) * Prime2;
            value = (value ^ (value >> 29)) * Prime3;
            return value ^ (value >> 32);
        }
    }

    public static ulong Of(string? text)
    {
        var hash = default(Hash);
        hash.Add(text);
        return hash.Value;
    }

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        // Four independent lanes run in parallel on a processor.
        ulong a = 0, b = 1, c = 2, d = 3;
        foreach (var block in MemoryMarshal.Cast<byte, Block>(bytes))
        {
            a = Round(a, block.A);
            b = Round(b, block.B);
            c = Round(c, block.C);
            d = Round(d, block.D);
        }

        var hash = default(Hash);
        hash.Add(a);
        hash.Add(b);
        hash.Add(c);
        hash.Add(d);
        foreach (var rest in bytes.Slice(bytes.Length & ~31))
        {
            hash.Add(rest);
        }

        hash.Add((ulong)bytes.Length);
        return hash.Value;
    }

    public void Add(ulong value) => _state = Round(_state, value);

    public void Add(string? text)
    {
        if (text is null)
        {
            Add(ulong.MaxValue);
            return;
        }

        var state = Round(_state, (ulong)text.Length);
        var words = MemoryMarshal.Cast<char, ulong>(text.AsSpan());
        foreach (var word in words)
        {
            state = Round(state, word);
        }

        _state = Round(state, words.Length > 0 ? MemoryMarshal.Read<ulong>(LastWord(text)) : Packed(text));
    }

    public void Add(DateTimeOffset? time) => Add(time is { } given ? (ulong)given.UtcTicks : ulong.MaxValue);

    public void Add(double? number) => Add(number is { } given ? (ulong)BitConverter.DoubleToInt64Bits(given) : ulong.MaxValue);

    /// <summary>The last four characters, which may overlap those before: cheaper than a loop over the rest.</summary>
    private static ReadOnlySpan<byte> LastWord(string text) => MemoryMarshal.AsBytes(text.AsSpan(text.Length - 4));

    private static ulong Packed(string text)
    {
        var packed = 0UL;
        foreach (var character in text)
        {
            packed = (packed << 16) | character;
        }

        return packed;
    }

    private static ulong Round(ulong state, ulong value)
    {
        state += (value + Prime3) * Prime2;
        return ((state << 31) | (state >> 33)) * Prime1;
    }

    private readonly record struct Block(ulong A, ulong B, ulong C, ulong D);
}
