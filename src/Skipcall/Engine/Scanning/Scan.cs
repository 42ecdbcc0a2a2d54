using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>Reads a list through all its pages. The result is complete, or reported as incomplete; see <c>docs/reliability.md</c>.</summary>
internal sealed class Scan<T>
    where T : class
{
    private readonly SkipcallClient _client;
    private readonly ScanLists<T> _lists;
    private readonly ScanOptions _options;
    private readonly SeenRecords _seen = new();
    private readonly IScanSink<T> _sink;
    private readonly IClock _clock;
    private readonly TimeSpan _start;
    private readonly RequestContext _context;
    private readonly RecordWriter<T> _writer;
    private readonly ListReader<T> _reader;

    public Scan(SkipcallClient client, ListQuery<T> query, ScanOptions options, IScanSink<T> sink, IEngineLog log, IClock clock)
        : this(client, new ScanLists<T>(new[] { query }), options, sink, log, clock)
    {
    }

    public Scan(SkipcallClient client, ScanLists<T> lists, ScanOptions options, IScanSink<T> sink, IEngineLog log, IClock clock)
    {
        _client = client;
        _lists = lists;
        _options = options;
        _sink = sink;
        _clock = clock;
        _start = clock.Elapsed;
        _context = new RequestContext(log);
        _writer = new RecordWriter<T>(lists, options, _seen, sink);
        _reader = new ListReader<T>(client, options, _writer, sink.Total, _context, clock);
    }

    public long Written => _writer.Written;

    public long? Total => _reader.Total;

    /// <exception cref="IncompleteResultException">It failed after some records were written.</exception>
    /// <exception cref="SkipcallException">It failed before any record was written.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var completed = false;
        string? reason = null;
        try
        {
            await _lists.ChooseAsync(_client, _options, _context, cancellationToken).ConfigureAwait(false);
            if (_options.IsSnapshot)
            {
                await new SnapshotScan<T>(_reader, _writer, _lists, _options).RunAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                reason = await new StreamScan<T>(_reader, _writer, _lists, _options, _seen, _context.Log).RunAsync(cancellationToken).ConfigureAwait(false);
            }

            completed = reason is null;
        }
        catch (SkipcallException e)
        {
            reason = e.ErrorId.ToString();
            if (_writer.Written == 0)
            {
                throw;
            }

            var query = _lists.Queries[0];
            var expected = Total is { } total ? FormattableString.Invariant($" of {total}") : "";
            throw new IncompleteResultException(
                $"Reading '{query.Target}' failed at page {_reader.PageNumber}, after {_writer.Written}{expected} {query.Noun}. {e.Message}",
                query.Target, _reader.PageNumber, _writer.Written, Total, e);
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                _sink.Close(MakeReceipt(completed, reason));
            }
        }
    }

    private ScanReceipt MakeReceipt(bool completed, string? reason) => new()
    {
        Complete = completed,
        Reason = reason,
        SequenceId = _lists.Queries[0].Target,
        Tag = _lists.Tag,
        Status = _lists.Status,
        Written = _writer.Written,
        Expected = _reader.Total,
        RepeatsDropped = _writer.RepeatsDropped,
        Unreadable = _writer.Unreadable,
        WithoutCreatedAt = _writer.WithoutCreatedAt,
        Pages = _reader.Pages,
        Passes = _reader.Passes,
        Requests = _context.Requests,
        Retries = _context.Retries,
        Waited = _context.Waited,
        Elapsed = _clock.Elapsed - _start,
    };
}
