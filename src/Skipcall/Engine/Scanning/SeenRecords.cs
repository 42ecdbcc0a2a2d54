namespace Skipcall.Engine.Scanning;

/// <summary>The records that a scan has seen, over all passes.</summary>
internal sealed class SeenRecords
{
    private readonly IdSet _ids = new();
    private int _pass;

    /// <summary>Starts a pass over a list. An id seen twice in one pass is a repeat.</summary>
    public void BeginPass() => _pass++;

    public void Expect(long count) => _ids.Expect(count);

    public bool Contains(string id) => _ids.Contains(id);

    public IdSet.Sighting See(string id) => _ids.See(id, _pass);
}
