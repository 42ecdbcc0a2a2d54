using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Writes each page as it arrives. After drift, reads the list again and writes the missed records.</summary>
internal sealed class StreamScan<T>
    where T : class
{
    private const int MaximumPasses = 3;

    private readonly ListReader<T> _reader;
    private readonly RecordWriter<T> _writer;
    private readonly ScanLists<T> _lists;
    private readonly ScanOptions _options;
    private readonly SeenRecords _seen;
    private readonly IEngineLog _log;
    private readonly string _target;
    private readonly string _noun;

    public StreamScan(ListReader<T> reader, RecordWriter<T> writer, ScanLists<T> lists, ScanOptions options, SeenRecords seen, IEngineLog log)
    {
        _reader = reader;
        _writer = writer;
        _lists = lists;
        _options = options;
        _seen = seen;
        _log = log;
        _target = lists.Queries[0].Target;
        _noun = lists.Queries[0].Noun;
    }

    /// <summary>Runs the scan. Returns why the result is incomplete; null if it is complete.</summary>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(_lists, _seen, WriteAsync, cancellationToken).ConfigureAwait(false);
            if (_options.IsOnePage)
            {
                return Finish(read);
            }

            if (_options.ReadAgain is { } readAgain)
            {
                if (readAgain(read.Sign))
                {
                    continue;
                }

                return read.Sign is null ? UnreadableReason : nameof(SkipcallErrorId.DriftDetected);
            }

            if (_writer.IsSatisfied || read.Sign is not { } sign)
            {
                return UnreadableReason;
            }

            if (_reader.Passes == MaximumPasses || !_options.CanReadAgain || _writer.HasRecordsWithoutId)
            {
                return WarnOfDrift(sign);
            }

            _log.Verbose(() => $"'{_target}' changed while it was read ({sign}). Reading it again for what was missed (pass {_reader.Passes + 1} of {MaximumPasses}).");
        }
    }

    private string? UnreadableReason => _writer.Unreadable > 0 ? nameof(SkipcallErrorId.InvalidResponse) : null;

    private Task WriteAsync(Page<T> page, ScanPass pass)
    {
        _writer.ReportUnreadable(page.Unreadable, _reader.PageNumber);
        return _writer.WriteAsync(page.Items, pass);
    }

    private string? Finish(ReadResult read)
    {
        if (read.Contradiction is { } contradiction)
        {
            return WarnOfDrift(contradiction);
        }

        if (read.ReachedTheEnd && !_writer.HasMore)
        {
            return UnreadableReason;
        }

        _log.Warning(read.Total is { } total
            ? $"Returned {_writer.Written} of {total} {_noun} in '{_target}'. Use -All to get all of them, or -First and -Skip for a part."
            : $"Returned {_writer.Written} {_noun} of '{_target}', and there may be more. Use -All to get all of them.");
        return UnreadableReason ?? "MorePages";
    }

    private string WarnOfDrift(string sign)
    {
        _log.Warning($"DriftDetected: '{_target}' kept changing during {_reader.Passes} read{(_reader.Passes == 1 ? "" : "s")} ({sign}). Some {_noun} may be missing. Use -Snapshot to get a consistent list or an error.");
        return nameof(SkipcallErrorId.DriftDetected);
    }
}
