namespace Skipcall.Engine.Changes;

/// <summary>A list's records in order, about 40 bytes each: the content's hash, and the offset of the entry in the state file.</summary>
internal sealed class RecordTable
{
    private const int SmallestCapacity = 64;
    private const int MaximumExpected = 1_000_000;

    private RecordSlot[] _slots = new RecordSlot[SmallestCapacity];

    // A hash table of positions in _slots, each plus one; 0 is empty.
    private int[] _index = new int[IndexLength(SmallestCapacity)];
    private int _next;

    public int Count { get; private set; }

    public Span<RecordSlot> Slots => new(_slots, 0, Count);

    public void Clear()
    {
        (_slots, Count, _next) = (Array.Empty<RecordSlot>(), 0, 0);
        Resize(SmallestCapacity);
    }

    /// <summary>Reserves capacity. The count comes from a file or the service, so it is capped.</summary>
    public void Expect(long count)
    {
        if (Math.Min(count, MaximumExpected) is var capacity && capacity > _slots.Length)
        {
            Resize((int)capacity);
        }
    }

    /// <summary>The key of a record: a hash of its id.</summary>
    public static ulong KeyOf(string id) => Hash.Of(id);

    /// <summary>The slot of a record, which is added if missing.</summary>
    public ref RecordSlot Find(ulong key)
    {
        // Most lists come in the order of the last time.
        if (_next >= Count || _slots[_next].Key != key)
        {
            _next = FindOrAdd(key);
        }

        return ref _slots[_next++];
    }

    private static int IndexLength(int capacity) => capacity * 2;

    private int FindOrAdd(ulong key)
    {
        var at = IndexOf(key);
        if (_index[at] != 0)
        {
            return _index[at] - 1;
        }

        if (Count == _slots.Length)
        {
            Resize(Count / 2 * 3);
            at = IndexOf(key);
        }

        _slots[Count].Key = key;
        _index[at] = ++Count;
        return Count - 1;
    }

    private void Resize(int capacity)
    {
        Array.Resize(ref _slots, capacity);
        _index = new int[IndexLength(capacity)];
        for (var position = 0; position < Count; position++)
        {
            _index[IndexOf(_slots[position].Key)] = position + 1;
        }
    }

    /// <summary>Where the key is in the index, or where it belongs.</summary>
    private int IndexOf(ulong key)
    {
        var at = (int)(((key >> 32) * (ulong)_index.Length) >> 32);
        while (_index[at] != 0 && _slots[_index[at] - 1].Key != key)
        {
            at = at + 1 < _index.Length ? at + 1 : 0;
        }

        return at;
    }
}
