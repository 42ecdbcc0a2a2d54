using System.Text.Json;

namespace Skipcall.Engine.Decoding;

/// <summary>
/// Gives back the string it made before for the same bytes: a list of contacts says the same statuses, tags and companies
/// over and over. Several decoders may share one; a race costs a string, never a wrong one.
/// </summary>
internal sealed class StringPool
{
    private const int LongestPooled = 64;

    private readonly string?[] _slots = new string?[512];

    /// <summary>The string the reader stands on.</summary>
    public string Get(ref Utf8JsonReader reader)
    {
        var bytes = reader.ValueSpan;
        if (reader.HasValueSequence || reader.ValueIsEscaped || bytes.Length > LongestPooled)
        {
            return reader.GetString()!;
        }

        var hash = 2166136261u;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619u;
        }

        ref var slot = ref _slots[hash % (uint)_slots.Length];
        var pooled = slot;
        if (pooled is null || !reader.ValueTextEquals(pooled))
        {
            slot = pooled = reader.GetString()!;
        }

        return pooled;
    }
}
