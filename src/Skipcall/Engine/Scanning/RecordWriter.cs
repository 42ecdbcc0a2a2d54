using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Writes the records of a scan to its sink, each once and no more than requested.</summary>
internal sealed class RecordWriter<T>
    where T : class
{
    private const int MaximumRemembered = 1000;

    private readonly ListQuery<T> _query;
    private readonly ScanOptions _options;
    private readonly SeenRecords _seen;
    private readonly IScanSink<T> _sink;
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    public RecordWriter(ScanLists<T> lists, ScanOptions options, SeenRecords seen, IScanSink<T> sink)
    {
        _query = lists.Queries[0];
        _options = options;
        _seen = seen;
        _sink = sink;
    }

    public long Written { get; private set; }

    public long RepeatsDropped { get; private set; }

    public long Unreadable { get; private set; }

    public long WithoutCreatedAt { get; private set; }

    /// <summary>Whether records were read that <c>-First</c> excludes.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether records without an id were written. Another pass would write them again.</summary>
    public bool HasRecordsWithoutId { get; private set; }

    /// <summary>The maximum number of records still to write; null for all of them.</summary>
    public long? Remaining => _options.First - Written;

    public bool IsSatisfied => Remaining <= 0;

    public Task WriteAsync(List<T> records, ScanPass? pass = null)
    {
        records.RemoveAll(record => !IsNew(record, pass));
        if (Remaining is { } remaining && remaining < records.Count)
        {
            records.RemoveRange((int)remaining, records.Count - (int)remaining);
            HasMore = true;
        }

        // Counted first, because a stopped pipeline may have received some of them.
        Written += records.Count;
        return records.Count > 0 ? _sink.WriteAsync(records) : Task.CompletedTask;
    }

    /// <summary>Reports records without an id, each once over all passes.</summary>
    public void ReportUnreadable(IEnumerable<UnreadableRecord> records, long page)
    {
        foreach (var record in records)
        {
            if (_reported.Count < MaximumRemembered && !_reported.Add(record.Json))
            {
                continue;
            }

            Unreadable++;
            _sink.Unreadable(record, page);
        }
    }

    private bool IsNew(T record, ScanPass? pass)
    {
        var id = _query.IdOf(record);
        var sighting = id is null ? IdSet.Sighting.New : _seen.See(id);
        HasRecordsWithoutId |= id is null;
        if (sighting == IdSet.Sighting.Repeat)
        {
            pass?.ObserveRepeat();
            RepeatsDropped++;
        }

        if (sighting == IdSet.Sighting.New && _query.CreatedAtOf(record) is null)
        {
            WithoutCreatedAt++;
        }

        return sighting == IdSet.Sighting.New || (sighting == IdSet.Sighting.Known && _options.ReadAgain is not null);
    }
}
