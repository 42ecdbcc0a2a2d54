using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Writes each page as it arrives. After drift, it reads the list again and writes the records that were missed.</summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class StreamScan<T>
    where T : class
{
    private const int MaximumPasses = 3;

    private readonly ListReader<T> _reader;
    private readonly RecordWriter<T> _writer;
    private readonly ListQuery<T> _query;
    private readonly ScanPlan _plan;
    private readonly SeenRecords _seen;
    private readonly IEngineLog _log;

    public StreamScan(ListReader<T> reader, RecordWriter<T> writer, ListQuery<T> query, ScanPlan plan, SeenRecords seen, IEngineLog log)
    {
        _reader = reader;
        _writer = writer;
        _query = query;
        _plan = plan;
        _seen = seen;
        _log = log;
    }

    /// <summary>Runs the scan.</summary>
    /// <returns>Why the result is not complete; null if it is.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var pass = await _reader.ReadAsync(_seen, WriteAsync, cancellationToken).ConfigureAwait(false);
            if (_plan.IsOnePage)
            {
                return pass.ReachedTheEnd && !_writer.HasMore ? null : WarnOfMore(pass.Total);
            }

            if (_writer.IsSatisfied || pass.Sign is not { } sign)
            {
                return null;
            }

            if (_reader.Passes == MaximumPasses || !_plan.CanReadAgain || _writer.HasRecordsWithoutId)
            {
                _log.Warning($"DriftDetected: the list of '{_query.Target}' moved while it was read ({sign}) and would not hold still over {_reader.Passes} reading(s): records may be missing. -Snapshot writes the whole list or nothing.");
                return nameof(SkipcallErrorId.DriftDetected);
            }

            _log.Verbose(() => $"The list of '{_query.Target}' moved while it was read ({sign}): it is read again for what was missed (pass {_reader.Passes + 1} of {MaximumPasses} at most).");
        }
    }

    private Task WriteAsync(Page<T> page, ScanPass pass)
    {
        if (_reader.Passes == 1)
        {
            _writer.ReportUnreadable(page.Unreadable, _reader.PageNumber);
        }

        return _writer.WriteAsync(page.Items, pass);
    }

    private string WarnOfMore(long? total)
    {
        _log.Warning(total is not null
            ? $"These are {_writer.Written} of the {total} {_query.Noun} of '{_query.Target}'. Use -All for all of them, or -First and -Skip for a part."
            : $"The service did not say how many there are in '{_query.Target}': there may be more than these {_writer.Written}.");
        return "MorePages";
    }
}
