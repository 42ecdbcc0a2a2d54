using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Reads a list until two reads in a row are identical, then writes it.</summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class SnapshotScan<T>
    where T : class
{
    private const int MaximumPasses = 6;

    private readonly ListReader<T> _reader;
    private readonly RecordWriter<T> _writer;
    private readonly ListQuery<T> _query;
    private readonly ScanPlan _plan;

    public SnapshotScan(ListReader<T> reader, RecordWriter<T> writer, ListQuery<T> query, ScanPlan plan)
    {
        _reader = reader;
        _writer = writer;
        _query = query;
        _plan = plan;
    }

    /// <summary>Runs the scan.</summary>
    /// <exception cref="SkipcallException"><c>DriftDetected</c>: the list kept changing.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var seen = new SeenRecords();
        var sign = "two readings never agreed";
        Reading? before = null;
        while (_reader.Passes < MaximumPasses)
        {
            var reading = new Reading();
            var pass = await _reader.ReadAsync(seen, (page, current) => Keep(page, current, seen, reading), cancellationToken).ConfigureAwait(false);
            if (pass.Sign is not null)
            {
                sign = pass.Sign;
                before = null;
                continue;
            }

            if (before is not null && before.Records.Select(_query.IdOf).SequenceEqual(reading.Records.Select(_query.IdOf), StringComparer.Ordinal))
            {
                await WriteAsync(reading).ConfigureAwait(false);
                return;
            }

            before = reading;
        }

        throw new SkipcallException(
            SkipcallErrorId.DriftDetected,
            $"The list of '{_query.Target}' would not hold still over {MaximumPasses} readings ({sign}): nothing was written.");
    }

    private Task Keep(Page<T> page, ScanPass pass, SeenRecords seen, Reading reading)
    {
        foreach (var record in page.Items)
        {
            var id = _query.IdOf(record)
                ?? throw SkipcallException.UnexpectedBody("its records have no id, so two readings of the list can't be compared. Use -All.");
            if (seen.See(id) == IdSet.Sighting.Repeat)
            {
                pass.ObserveRepeat();
            }
        }

        reading.Records.AddRange(page.Items);
        reading.Unreadable.AddRange(page.Unreadable.Select(record => (record, _reader.PageNumber)));
        return Task.CompletedTask;
    }

    private Task WriteAsync(Reading reading)
    {
        foreach (var (record, page) in reading.Unreadable)
        {
            _writer.ReportUnreadable(new[] { record }, page);
        }

        reading.Records.RemoveRange(0, (int)Math.Min(_plan.Skip, reading.Records.Count));
        return _writer.WriteAsync(reading.Records);
    }

    private sealed class Reading
    {
        public List<T> Records { get; } = new();

        public List<(UnreadableRecord Record, long Page)> Unreadable { get; } = new();
    }
}
