namespace Skipcall.Engine.Scanning;

/// <summary>The records seen by a scan, over all its passes.</summary>
internal sealed class SeenRecords
{
    private readonly IdSet _ids = new();
    private int _pass;

    /// <summary>Starts reading a list. An id that is seen twice from here on is a repeat.</summary>
    public void BeginPass() => _pass++;

    /// <summary>Reserves room for the number of records announced.</summary>
    public void Expect(long count) => _ids.Expect(count);

    /// <summary>Whether an id was seen in any pass.</summary>
    public bool Contains(string id) => _ids.Contains(id);

    public IdSet.Sighting See(string id) => _ids.See(id, _pass);
}
