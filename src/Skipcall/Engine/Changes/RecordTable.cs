namespace Skipcall.Engine.Changes;

/// <summary>A hash table of a list's records, about 43 bytes each: the content's hash, and the offset of the entry in the state file.</summary>
internal sealed class RecordTable
{
    private const int SmallestCapacity = 64;
    private const int MaximumExpected = 1_000_000;

    private RecordSlot[] _slots = new RecordSlot[SmallestCapacity];

    public int Count { get; private set; }

    /// <summary>All slots; empty ones have key 0.</summary>
    public Span<RecordSlot> Slots => _slots;

    public void Clear() => (_slots, Count) = (new RecordSlot[SmallestCapacity], 0);

    /// <summary>Reserves capacity. The count comes from a file or the service, so it is capped.</summary>
    public void Expect(long count)
    {
        var capacity = (int)Math.Min(count, MaximumExpected) / 3 * 4;
        if (capacity > _slots.Length)
        {
            Resize(capacity + SmallestCapacity);
        }
    }

    /// <summary>The key of a record: a hash of its id, but not 0.</summary>
    public static ulong KeyOf(string id) => Math.Max(1, Hash.Of(id));

    /// <summary>The slot of a record, which is added if missing.</summary>
    public ref RecordSlot Find(ulong key)
    {
        ref var slot = ref Find(_slots, key);
        if (slot.Key != 0)
        {
            return ref slot;
        }

        if (++Count > _slots.Length / 4 * 3)
        {
            Resize(_slots.Length / 2 * 3);
            slot = ref Find(_slots, key);
        }

        slot.Key = key;
        return ref slot;
    }

    private static ref RecordSlot Find(RecordSlot[] slots, ulong key)
    {
        var index = (int)(((key >> 32) * (ulong)slots.Length) >> 32);
        while (slots[index].Key != 0 && slots[index].Key != key)
        {
            index = index + 1 < slots.Length ? index + 1 : 0;
        }

        return ref slots[index];
    }

    private void Resize(int capacity)
    {
        var slots = new RecordSlot[capacity];
        foreach (var slot in _slots)
        {
            if (slot.Key != 0)
            {
                Find(slots, slot.Key) = slot;
            }
        }

        _slots = slots;
    }
}
