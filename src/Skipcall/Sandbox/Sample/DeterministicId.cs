namespace Skipcall.Sandboxing;

/// <summary>Reproducible ids and choices, computed from a sequence's id and a row's index.</summary>
internal static class DeterministicId
{
    /// <summary>A hash of a text (FNV-1a), because string hash codes differ between processes.</summary>
    public static ulong Seed(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 1099511628211UL);
        }

        return hash;
    }

    /// <summary>Mixes all bits of the seed, the index and the salt (the finalizer of SplitMix64).</summary>
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

    /// <summary>A lowercase GUID. The salt distinguishes the ids of one row.</summary>
    public static string Create(ulong seed, int index, int salt)
    {
        var high = Mix(seed, index, salt);
        var low = Mix(~seed, index, salt);
        unchecked
        {
            // Sets version 4 and its variant, for strict parsers.
            var (a, b, c) = ((int)(high >> 32), (short)(high >> 16), (short)((high & 0x0FFF) | 0x4000));
            var (d, e, f, g) = ((byte)(((low >> 56) & 0x3F) | 0x80), (byte)(low >> 48), (byte)(low >> 40), (byte)(low >> 32));
            return new Guid(a, b, c, d, e, f, g, (byte)(low >> 24), (byte)(low >> 16), (byte)(low >> 8), (byte)low).ToString("D");
        }
    }
}

/// <summary>A salt for each id and choice of a sample row, which makes them independent.</summary>
internal static class SampleSalt
{
    public const int Row = 0;
    public const int Contact = 1;
    public const int Name = 2;
    public const int Details = 3;
    public const int CreatedAt = 4;
    public const int Tags = 5;
    public const int Calls = 6;
    public const int Day = 7;

    /// <summary>Salt of a contact's first phone number; the next one has the next salt.</summary>
    public const int PhoneNumber = 1000;

    /// <summary>Salt of a row's first call; the next one has the next salt.</summary>
    public const int Call = 2000;
}
