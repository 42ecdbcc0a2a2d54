using System.Collections.Generic;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Writes the records of a scan to its sink: each once, and no more than requested.</summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class RecordWriter<T>
    where T : class
{
    private readonly ListQuery<T> _query;
    private readonly ScanPlan _plan;
    private readonly SeenRecords _seen;
    private readonly IScanSink<T> _sink;

    public RecordWriter(ListQuery<T> query, ScanPlan plan, SeenRecords seen, IScanSink<T> sink)
    {
        _query = query;
        _plan = plan;
        _seen = seen;
        _sink = sink;
    }

    public long Written { get; private set; }

    /// <summary>Records that were read again and not written.</summary>
    public long RepeatsDropped { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>Whether records were read that <c>-First</c> excludes.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether records without an id were written. If the list is read again, they would be written twice.</summary>
    public bool HasRecordsWithoutId { get; private set; }

    /// <summary>Records still to be written; null for all of them.</summary>
    public long? Remaining => _plan.First - Written;

    public bool IsSatisfied => Remaining <= 0;

    /// <summary>Writes the records that were not written before.</summary>
    public Task WriteAsync(List<T> records, ScanPass? pass = null)
    {
        records.RemoveAll(record => !IsNew(record, pass));
        if (Remaining is { } remaining && remaining < records.Count)
        {
            records.RemoveRange((int)remaining, records.Count - (int)remaining);
            HasMore = true;
        }

        // Counted first: if writing is stopped halfway, some of them were written.
        Written += records.Count;
        _seen.Written += records.Count;
        return records.Count > 0 ? _sink.WriteAsync(records) : Task.CompletedTask;
    }

    public void ReportUnreadable(IEnumerable<UnreadableRecord> records, long page)
    {
        foreach (var record in records)
        {
            Unreadable++;
            _sink.Unreadable(record, page);
        }
    }

    private bool IsNew(T record, ScanPass? pass)
    {
        if (_query.IdOf(record) is not { } id)
        {
            HasRecordsWithoutId = true;
            return true;
        }

        var sighting = _seen.See(id);
        if (sighting == IdSet.Sighting.Repeat)
        {
            pass?.ObserveRepeat();
            RepeatsDropped++;
        }

        return sighting == IdSet.Sighting.New;
    }
}
