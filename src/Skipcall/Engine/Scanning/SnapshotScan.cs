using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Reads a list until two reads in a row are identical, then writes it.</summary>
internal sealed class SnapshotScan<T>
    where T : class
{
    private const int MaximumPasses = 6;

    private readonly ListReader<T> _reader;
    private readonly RecordWriter<T> _writer;
    private readonly ScanLists<T> _lists;
    private readonly ScanOptions _options;

    public SnapshotScan(ListReader<T> reader, RecordWriter<T> writer, ScanLists<T> lists, ScanOptions options)
    {
        _reader = reader;
        _writer = writer;
        _lists = lists;
        _options = options;
    }

    /// <exception cref="SkipcallException"><c>DriftDetected</c>: the list kept changing.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var seen = new SeenRecords();
        var query = _lists.Queries[0];
        var sign = "no two reads in a row were identical";
        List<T>? before = null;
        while (_reader.Passes < MaximumPasses)
        {
            var records = new List<T>();
            var read = await _reader.ReadAsync(_lists, seen, (page, pass) => Keep(page, pass, seen, records), cancellationToken).ConfigureAwait(false);
            if (read.Sign is not null)
            {
                sign = read.Sign;
                before = null;
                continue;
            }

            if (before is not null && before.Select(query.IdOf).SequenceEqual(records.Select(query.IdOf), StringComparer.Ordinal))
            {
                records.RemoveRange(0, (int)Math.Min(_options.Skip, records.Count));
                await _writer.WriteAsync(records).ConfigureAwait(false);
                return;
            }

            before = records;
        }

        throw new SkipcallException(
            SkipcallErrorId.DriftDetected,
            $"'{query.Target}' kept changing during {MaximumPasses} reads ({sign}). Nothing was returned.");
    }

    private Task Keep(Page<T> page, ScanPass pass, SeenRecords seen, List<T> records)
    {
        var query = _lists.Queries[0];
        if (page.Unreadable.Count > 0)
        {
            _writer.ReportUnreadable(page.Unreadable, _reader.PageNumber);
            throw new SkipcallException(
                SkipcallErrorId.InvalidResponse, $"Some {query.Noun} of '{query.Target}' can't be read (page {_reader.PageNumber}: {page.Unreadable[0].Reason}). Nothing was returned.");
        }

        foreach (var record in page.Items)
        {
            var id = query.IdOf(record)
                ?? throw SkipcallException.UnexpectedBody("the records have no id, so two reads of the list can't be compared. Use -All.");
            if (seen.See(id) == IdSet.Sighting.Repeat)
            {
                pass.ObserveRepeat();
            }
        }

        records.AddRange(page.Items);
        return Task.CompletedTask;
    }
}
