using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Skipcall.Engine.Scanning;

/// <summary>
/// The ids seen so far, each with the last pass that saw it. Stores 128 bits per id, about 40 MB per million: a GUID itself, or half
/// the SHA-256 of any other id.
/// </summary>
internal sealed class IdSet
{
    private const int MaximumExpected = 1_000_000;

    private Dictionary<Key, int> _passes = new();
    private int _capacity;

    public enum Sighting
    {
        New,

        /// <summary>Seen in an earlier pass.</summary>
        Known,

        /// <summary>Seen in this pass.</summary>
        Repeat,
    }

    public Sighting See(string id, int pass)
    {
        var key = Key.Of(id);
        if (!_passes.TryGetValue(key, out var before))
        {
            _passes.Add(key, pass);
            return Sighting.New;
        }

        if (before == pass)
        {
            return Sighting.Repeat;
        }

        _passes[key] = pass;
        return Sighting.Known;
    }

    public bool Contains(string id) => _passes.ContainsKey(Key.Of(id));

    /// <summary>Reserves capacity before the first id. The count comes from the service, so it is capped.</summary>
    public void Expect(long count)
    {
        var capacity = (int)Math.Max(0, Math.Min(count, MaximumExpected));
        if (_passes.Count == 0 && capacity > _capacity)
        {
            _passes = new Dictionary<Key, int>(capacity);
            _capacity = capacity;
        }
    }

    // Four ints instead of two longs, which would add four bytes of padding to a dictionary entry.
    private readonly struct Key : IEquatable<Key>
    {
        // Random, so that a service can't choose colliding ids.
        private static readonly ulong s_seed = BinaryPrimitives.ReadUInt64LittleEndian(Guid.NewGuid().ToByteArray()) | 1;

        // The values of the characters from '0' to 'f'. Branches instead would be mispredicted for every third digit.
        private static readonly sbyte[] s_hex =
        {
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
            -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 10, 11, 12, 13, 14, 15,
        };

        private readonly uint _a;
        private readonly uint _b;
        private readonly uint _c;
        private readonly uint _d;

        private Key(ulong high, ulong low)
        {
            _a = (uint)(high >> 32);
            _b = (uint)high;
            _c = (uint)(low >> 32);
            _d = (uint)low;
        }

        public static Key Of(string id)
        {
            if (TryReadGuid(id, out var key))
            {
                return key;
            }

            using var sha = SHA256.Create();
            var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(id));
            return new Key(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)));
        }

        public bool Equals(Key other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var mixed = ((((ulong)_a << 32) | _b) ^ s_seed) + ((((ulong)_c << 32) | _d) * 0x9E3779B97F4A7C15UL);
            mixed = (mixed ^ (mixed >> 32)) * s_seed;
            return (int)(mixed >> 32);
        }

        /// <summary>Reads a GUID in its canonical form. Other spellings count as other ids.</summary>
        /// <remarks>Unrolled: tier-0 instrumentation of loops dominates cold start.</remarks>
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

        /// <summary>The value of four hex digits; negative if one is not.</summary>
        private static long HexAt(string id, int start) =>
            ((long)Hex(id[start]) << 12) | ((long)Hex(id[start + 1]) << 8) | ((long)Hex(id[start + 2]) << 4) | (long)Hex(id[start + 3]);

        private static int Hex(char digit) => (uint)(digit - '0') < (uint)s_hex.Length ? s_hex[digit - '0'] : -1;
    }
}
