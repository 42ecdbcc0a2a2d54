using System;

namespace Skipcall.Sandboxing;

/// <summary>Ids and choices that are the same in every run: worked out from a sequence's id and a row's index.</summary>
internal static class DeterministicId
{
    /// <summary>A number from a text (FNV-1a), because a string's own hash code is another one in every process.</summary>
    public static ulong Seed(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return hash;
    }

    /// <summary>A number in which each bit depends on all of the seed, the index and the salt (the finish of SplitMix64).</summary>
    public static ulong Mix(ulong seed, int index, int salt)
    {
        unchecked
        {
            var mixed = seed + ((ulong)(uint)index * 0x9E3779B97F4A7C15UL) + ((ulong)(uint)salt * 0xD1B54A32D192ED03UL);
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }

    /// <summary>A lower-case GUID; the salt tells the several ids of one row apart.</summary>
    public static string Create(ulong seed, int index, int salt)
    {
        var high = Mix(seed, index, salt);
        var low = Mix(~seed, index, salt);
        unchecked
        {
            // Version 4 and its variant, so that a strict reader takes it for a GUID.
            return new Guid(
                (int)(high >> 32),
                (short)(high >> 16),
                (short)((high & 0x0FFF) | 0x4000),
                (byte)(((low >> 56) & 0x3F) | 0x80),
                (byte)(low >> 48),
                (byte)(low >> 40),
                (byte)(low >> 32),
                (byte)(low >> 24),
                (byte)(low >> 16),
                (byte)(low >> 8),
                (byte)low).ToString("D");
        }
    }
}
