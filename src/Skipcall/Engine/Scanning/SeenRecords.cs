namespace Skipcall.Engine.Scanning;

/// <summary>What was written of one sequence so far, over all the scans it takes (one for each tag and status asked for).</summary>
internal sealed class SeenRecords
{
    private readonly IdSet _seen = new();
    private ushort _reading;

    /// <summary>Records written.</summary>
    public long Written { get; set; }

    /// <summary>Begins a reading of a list: from here on, what comes twice is a repeat.</summary>
    public void BeginReading() => _reading++;

    /// <summary>Says how many records will come, as far as anybody knows.</summary>
    public void Expect(long count) => _seen.Expect(count);

    /// <summary>Whether it was seen before, in this reading or another.</summary>
    public bool Knows(string id) => _seen.Contains(id);

    public IdSet.Sighting See(string id) => _seen.See(id, _reading);
}
