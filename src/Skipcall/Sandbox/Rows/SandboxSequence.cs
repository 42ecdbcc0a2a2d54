namespace Skipcall.Sandboxing;

/// <summary>The contacts of one sequence. Sample contacts are computed on demand and stored once the list changes or its calls are read.</summary>
internal sealed class SandboxSequence
{
    private readonly object _gate = new();
    private readonly ulong _seed;
    private readonly int _sampleCount;
    private readonly DateTime _lastDay;
    private List<SequenceContact>? _rows;
    private int _nextIndex;
    private DaySimulation? _life;

    /// <summary>Creates a sequence of sample contacts; the last day is that of their data.</summary>
    public SandboxSequence(string id, int count, DateTime? lastDay = null)
    {
        Id = id;
        _lastDay = lastDay ?? SampleData.DefaultLastDay;
        _seed = DeterministicId.Seed(id);
        _sampleCount = count;
        _nextIndex = count;
    }

    public SandboxSequence(string id, IEnumerable<SequenceContact> rows)
        : this(id, 0)
    {
        _rows = rows.ToList();
        _nextIndex = _rows.Count;
    }

    public string Id { get; }

    /// <summary>Whether the sequence is too large to store. Its calls are not listed, and passing days do not change it.</summary>
    public bool IsLarge { get; init; }

    public IEnumerable<Tag> Tags => _rows?.SelectMany(row => row.Tags) ?? SampleTags.All;

    public int Count => _rows?.Count ?? _sampleCount;

    /// <summary>A page of the contacts with the tag and status; a null filter matches all.</summary>
    public Slice<SequenceContact> Page(string? tag, string? status, PageRequest page)
    {
        lock (_gate)
        {
            var matches = tag is null && status is null ? null : Matching(tag, status);
            var total = matches?.Length ?? Count;
            var first = (int)Math.Min(page.Skip, total);
            var rows = new SequenceContact[Math.Min(page.Limit, total - first)];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = Row(matches?[first + i] ?? first + i);
            }

            return new Slice<SequenceContact>(rows, total);
        }
    }

    /// <summary>A slice of the calls of all contacts, in the order of the contacts.</summary>
    public Slice<PlacedCall> Calls(long skip, int take)
    {
        lock (_gate)
        {
            var total = Stored().Sum(row => row.Calls.Count);
            return new Slice<PlacedCall>(PlacedCalls().Skip((int)Math.Min(skip, total)).Take(take).ToArray(), total);
        }
    }

    public PlacedCall? FindCall(string id)
    {
        lock (_gate)
        {
            return PlacedCalls().FirstOrDefault(placed => string.Equals(placed.Call.Id, id, StringComparison.Ordinal));
        }
    }

    /// <summary>Changes the list of contacts under a lock. Replace a contact instead of changing it, because a response may contain it.</summary>
    public void Change(Action<List<SequenceContact>> change)
    {
        lock (_gate)
        {
            change(Stored());
        }
    }

    /// <summary>Removes the first contact and adds a new one, created now, at the end. An empty sequence does not change.</summary>
    public void MoveOn(DateTimeOffset now) => Change(rows =>
    {
        if (rows.Count > 0)
        {
            rows.RemoveAt(0);
            rows.Add(NewRow(now));
        }
    });

    /// <summary>Simulates a day: contacts are called, change, join, leave and return. A sequence that never had contacts does not change.</summary>
    public void Step(DateTime day, ulong seed)
    {
        if (!IsLarge && _nextIndex > 0)
        {
            Change(rows => (_life ??= new DaySimulation(rows.Count)).Pass(rows, day, seed ^ _seed, NewRow));
        }
    }

    private SequenceContact NewRow(DateTimeOffset createdAt)
    {
        var row = SampleData.Row(Id, _seed, _nextIndex++, createdAt.Date);
        row.CreatedAt = createdAt;
        row.Status = null;
        row.Calls.Clear();
        return row;
    }

    private List<SequenceContact> Stored() => _rows ??= Enumerable.Range(0, _sampleCount).Select(Row).ToList();

    private IEnumerable<PlacedCall> PlacedCalls() => Stored().SelectMany(row => row.Calls, (row, call) => new PlacedCall(row, call));

    private SequenceContact Row(int index) => _rows?[index] ?? SampleData.Row(Id, _seed, index, _lastDay);

    private int[] Matching(string? tag, string? status) => Enumerable.Range(0, Count)
        .Where(index => _rows is null ? SampleData.Matches(_seed, index, tag, status) : Matches(_rows[index], tag, status))
        .ToArray();

    private static bool Matches(SequenceContact row, string? tag, string? status) =>
        (status is null || string.Equals(row.Status, status, StringComparison.Ordinal))
        && (tag is null || row.Tags.Exists(held => string.Equals(held.Label, tag, StringComparison.Ordinal)));
}

/// <summary>A slice of a list, and the total number of items.</summary>
internal readonly record struct Slice<T>(IReadOnlyList<T> Items, int Total);

internal sealed record PlacedCall(SequenceContact Row, Call Call);
