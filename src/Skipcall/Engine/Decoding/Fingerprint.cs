using System.Runtime.InteropServices;

namespace Skipcall.Engine.Decoding;

/// <summary>A fast hash of JSON, to tell whether two pages are the same. Hash of the change feed is serial, and its values are on disk.</summary>
internal static class Fingerprint
{
    public static ulong Of(ReadOnlySpan<byte> json)
    {
        // Four lanes: a processor mixes them side by side.
        ulong a = (ulong)json.Length, b = 1, c = 2, d = 3;
        foreach (var block in MemoryMarshal.Cast<byte, Block>(json))
        {
            a = Mix(a ^ block.A);
            b = Mix(b ^ block.B);
            c = Mix(c ^ block.C);
            d = Mix(d ^ block.D);
        }

        foreach (var rest in json.Slice(json.Length & ~31))
        {
            a = Mix(a ^ rest);
        }

        return Mix(Mix(Mix(a) ^ b) ^ c) ^ d;
    }

    /// <summary>A multiplication carries every bit upwards, and the shift brings the upper ones down.</summary>
    private static ulong Mix(ulong value)
    {
        value *= 0x9E3779B97F4A7C15UL;
        return value ^ (value >> 32);
    }

    private readonly record struct Block(ulong A, ulong B, ulong C, ulong D);
}
