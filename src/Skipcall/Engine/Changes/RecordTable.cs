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
        Count = 0;
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
        var at = Start(key);
        for (; _index[at] != 0; at = Next(at))
        {
            if (_slots[_index[at] - 1].Key == key)
            {
                return _index[at] - 1;
            }
        }

        if (Count == _slots.Length)
        {
            Resize(Count / 2 * 3);
            at = FreeOf(key);
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
            _index[FreeOf(_slots[position].Key)] = position + 1;
        }
    }

    private int FreeOf(ulong key)
    {
        var at = Start(key);
        while (_index[at] != 0)
        {
            at = Next(at);
        }

        return at;
    }

    private int Start(ulong key) => (int)(((key >> 32) * (ulong)_index.Length) >> 32);

    private int Next(int at) => at + 1 < _index.Length ? at + 1 : 0;
}
