using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>
/// Reads a list through all its pages, so that it is complete or says that it is not. What is promised, and what holds it, is in
/// <c>docs/reliability.md</c>.
/// </summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal sealed class Scan<T>
    where T : class
{
    private const int MostPasses = 3;
    private const int MostSnapshotPasses = 6;

    private readonly SkipcallClient _client;
    private readonly ListQuery<T> _query;
    private readonly ScanPlan _plan;
    private readonly SeenRecords _ledger;
    private readonly IScanSink<T> _sink;
    private readonly IEngineLog _log;
    private readonly IClock _clock;
    private readonly RequestContext _context;
    private readonly TimeSpan _start;
    private readonly ScanReceipt _receipt;

    private bool _toldTotal;
    private bool _leftOver;
    private bool _hasNameless;
    private long _page;

    public Scan(SkipcallClient client, ListQuery<T> query, ScanPlan plan, SeenRecords ledger, IScanSink<T> sink, IEngineLog log, IClock clock)
    {
        _client = client;
        _query = query;
        _plan = plan;
        _ledger = ledger;
        _sink = sink;
        _log = log;
        _context = new RequestContext(log);
        _clock = clock;
        _start = clock.Elapsed;
        _receipt = new ScanReceipt { SequenceId = query.Target, Tag = query.Tag, Status = query.Status };
    }

    /// <summary>Records written by this scan.</summary>
    public long Written => _receipt.Written;

    /// <summary>Records the service says there are; null when it never said so.</summary>
    public long? Total => _receipt.Expected;

    private bool IsSatisfied => _plan.First is { } first && _receipt.Written >= first;

    /// <summary>Reads the list.</summary>
    /// <exception cref="IncompleteResultException">It broke off after some of the sequence had been written.</exception>
    /// <exception cref="SkipcallException">It failed before anything was written.</exception>
    /// <exception cref="OperationCanceledException">The caller stopped.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            _receipt.Reason = await (_plan.Mode == ScanMode.Snapshot
                ? SnapshotAsync(cancellationToken)
                : StreamAsync(cancellationToken)).ConfigureAwait(false);
            _receipt.Complete = _receipt.Reason is null;
        }
        catch (SkipcallException e)
        {
            _receipt.Reason = e.ErrorId.ToString();
            if (_ledger.Written == 0)
            {
                throw;
            }

            throw new IncompleteResultException(
                $"The list of '{_query.Target}' broke off at page {_page}: {_ledger.Written} records were written of {_receipt.Expected?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "an unknown number"}. {e.Message}",
                _query.Target, _page, _ledger.Written, _receipt.Expected, e);
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                Close();
            }
        }
    }

    /// <summary>Writes each page as it comes, and reads again for what was missed where the list moved.</summary>
    /// <returns>Why the list is not complete; null when it is.</returns>
    private async Task<string?> StreamAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var reading = await ReadAsync(_plan.Skip, _ledger, WriteNewAsync, cancellationToken).ConfigureAwait(false);
            if (_plan.Mode == ScanMode.OnePage)
            {
                return reading.ReachedTheEnd && !_leftOver ? null : TellOfMore(reading);
            }

            if (IsSatisfied || reading.Sign is not { } sign)
            {
                return null;
            }

            // A second reading would begin elsewhere, or write again what has no id to be known by.
            if (_receipt.Passes == MostPasses || _plan.Skip > 0 || _hasNameless)
            {
                _log.Warning($"DriftDetected: the list of '{_query.Target}' moved while it was read ({sign}) and would not hold still over {_receipt.Passes} reading(s): records may be missing. -Snapshot writes the whole list or nothing.");
                return nameof(SkipcallErrorId.DriftDetected);
            }

            _log.Verbose(() => $"The list of '{_query.Target}' moved while it was read ({sign}): it is read again for what was missed (pass {_receipt.Passes + 1} of {MostPasses} at most).");
        }
    }

    /// <summary>Reads until two readings agreed, and writes the last one.</summary>
    /// <returns>Null: what is written is complete.</returns>
    private async Task<string?> SnapshotAsync(CancellationToken cancellationToken)
    {
        List<T>? before = null;
        var sign = "two readings never agreed";
        var seen = new SeenRecords();
        while (_receipt.Passes < MostSnapshotPasses)
        {
            var records = new List<T>();
            var unreadable = new List<(UnreadableRecord Record, long Page)>();
            var reading = await ReadAsync(0, seen, Keep, cancellationToken).ConfigureAwait(false);
            if (reading.Sign is not null)
            {
                sign = reading.Sign;
                before = null;
                continue;
            }

            if (before is not null && before.Select(_query.IdOf).SequenceEqual(records.Select(_query.IdOf), StringComparer.Ordinal))
            {
                await WriteSnapshotAsync(records, unreadable).ConfigureAwait(false);
                return null;
            }

            before = records;

            Task Keep(Page<T> page, ScanPass into)
            {
                foreach (var record in page.Items)
                {
                    var id = _query.IdOf(record)
                        ?? throw BodyException.Odd("its records have no id, so two readings of the list can't be compared. Use -All.");
                    if (seen.See(id) == IdSet.Sighting.Repeat)
                    {
                        into.ObserveRepeat();
                    }
                }

                records.AddRange(page.Items);
                unreadable.AddRange(page.Unreadable.Select(record => (record, _page)));
                return Task.CompletedTask;
            }
        }

        throw new SkipcallException(
            SkipcallErrorId.DriftDetected,
            $"The list of '{_query.Target}' would not hold still over {MostSnapshotPasses} readings ({sign}): nothing was written.");
    }

    private async Task WriteSnapshotAsync(List<T> records, List<(UnreadableRecord Record, long Page)> unreadable)
    {
        records.RemoveRange(0, (int)Math.Min(_plan.Skip, records.Count));
        _ledger.BeginReading();
        foreach (var (record, page) in unreadable)
        {
            TellUnreadable(record, page);
        }

        await WriteNewAsync(records).ConfigureAwait(false);
    }

    /// <summary>Reads the list once from <paramref name="skip"/> on, as far as it is wanted.</summary>
    private async Task<ScanPass> ReadAsync(long skip, SeenRecords ledger, Func<Page<T>, ScanPass, Task> use, CancellationToken cancellationToken)
    {
        _receipt.Passes++;
        ledger.BeginReading();
        var reading = new ScanPass();
        var pager = new Pager<T>(_client, _query, _context, _plan, cancellationToken);
        try
        {
            _page = (skip / pager.PageSize) + 1;
            for (var last = _page; ; _page++)
            {
                var page = await pager.GetAsync(_page, last).ConfigureAwait(false);
                if (reading.Pages == 0 && AdoptsSmallerPages(page, pager))
                {
                    // The pages are not where they were thought to be: the first one wanted has another number.
                    if (skip > 0)
                    {
                        _page = last = (skip / pager.PageSize) + 1;
                        page = await pager.GetAsync(_page, last).ConfigureAwait(false);
                    }
                }

                Check(page);
                ledger.Expect(Wanted(page));
                _query.Inspect(page, _log);
                reading.Observe(page, _query.CreatedAtOf, record => _query.IdOf(record) is { } id && ledger.Knows(id));
                _receipt.Pages++;
                _receipt.Expected = page.Total ?? _receipt.Expected;
                TellTotal(page.Total);
                // Asked now: what was passed over or written before is taken out of the page.
                var isEmpty = page.RecordCount == 0;
                if (reading.Pages == 1)
                {
                    reading.PassedOver = (_page - 1) * pager.PageSize;
                    if (skip > reading.PassedOver)
                    {
                        PassOver(page, skip - reading.PassedOver);
                    }
                }

                await use(page, reading).ConfigureAwait(false);
                last = LastPage(page, pager.PageSize);
                Progress(reading, last);
                if (_page >= last || isEmpty)
                {
                    return reading;
                }
            }
        }
        finally
        {
            await pager.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Some services give fewer records a page than they are asked for, and say so.</summary>
    private static bool AdoptsSmallerPages(Page<T> page, Pager<T> pager)
    {
        if (page.Limit is not (>= 1 and { } limit) || limit >= pager.PageSize || page.RecordCount > limit || page.Total <= page.RecordCount)
        {
            return false;
        }

        pager.PageSize = (int)limit;
        return true;
    }

    private void Check(Page<T> page)
    {
        if (page.Number is { } number && number != _page)
        {
            throw BodyException.Odd($"page {_page} was asked for, and it says that it is page {number}.");
        }

        // Before anything of the page is written: a list whose end can't be known is not begun.
        var isEnough = _plan.Mode == ScanMode.OnePage || (_plan.Mode != ScanMode.Snapshot && _plan.First - _receipt.Written <= page.Items.Count);
        if (page.Total is null && !isEnough)
        {
            throw BodyException.Odd("its total is missing or can't be true, so there is no knowing where the list ends.");
        }
    }

    /// <summary>How many records will be read, if the service is right about how many there are.</summary>
    private long Wanted(Page<T> page) => Math.Min((page.Total ?? 0) - _plan.Skip, _plan.First ?? long.MaxValue);

    /// <summary>The last page that can still be wanted.</summary>
    private long LastPage(Page<T> page, int pageSize)
    {
        var isOnePage = _plan.Mode == ScanMode.OnePage && _plan.Skip % pageSize == 0;
        if (IsSatisfied || isOnePage || page.Total is not { } total)
        {
            return _page;
        }

        var last = (total + pageSize - 1) / pageSize;
        return _plan.Mode != ScanMode.Snapshot && _plan.First is { } first
            ? _page + Math.Min(last - _page, ((first - _receipt.Written - 1) / pageSize) + 1)
            : last;
    }

    private Task WriteNewAsync(Page<T> page, ScanPass reading)
    {
        if (_receipt.Passes == 1)
        {
            foreach (var record in page.Unreadable)
            {
                TellUnreadable(record, _page);
            }
        }

        return WriteNewAsync(page.Items, reading);
    }

    /// <summary>Writes what was not written before.</summary>
    private Task WriteNewAsync(List<T> records, ScanPass? reading = null)
    {
        records.RemoveAll(record =>
        {
            if (_query.IdOf(record) is not { } id)
            {
                _hasNameless = true;
                return false;
            }

            var sighting = _ledger.See(id);
            if (sighting == IdSet.Sighting.Repeat)
            {
                reading?.ObserveRepeat();
                _receipt.RepeatsDropped++;
            }

            return sighting != IdSet.Sighting.New;
        });
        if (_plan.First - _receipt.Written is { } wanted && wanted < records.Count)
        {
            records.RemoveRange((int)wanted, records.Count - (int)wanted);
            _leftOver = true;
        }

        // Counted before it is written: whoever is stopped in the middle has had some of it.
        _receipt.Written += records.Count;
        _ledger.Written += records.Count;
        return records.Count > 0 ? _sink.WriteAsync(records) : Task.CompletedTask;
    }

    private static void PassOver(Page<T> page, long count)
    {
        var items = count - page.Unreadable.Count(record => record.Index < count);
        page.Items.RemoveRange(0, (int)Math.Min(items, page.Items.Count));
        page.Unreadable.RemoveAll(record => record.Index < count);
    }

    private string TellOfMore(ScanPass reading)
    {
        _log.Warning(reading.Total is { } total
            ? $"These are {_receipt.Written} of the {total} {_query.Noun} of '{_query.Target}'. Use -All for all of them, or -First and -Skip for a part."
            : $"The service did not say how many there are in '{_query.Target}': there may be more than these {_receipt.Written}.");
        return "MorePages";
    }

    private void TellTotal(long? total)
    {
        if (!_toldTotal)
        {
            _toldTotal = true;
            _sink.Total(total);
        }
    }

    private void TellUnreadable(UnreadableRecord record, long page)
    {
        _receipt.Unreadable++;
        _sink.Unreadable(record, page);
    }

    private void Progress(ScanPass reading, long last)
    {
        var (page, pass, records) = (_page, _receipt.Passes, reading.Records);
        var each = (_clock.Elapsed - _start).TotalSeconds / Math.Max(1, _receipt.Pages);
        _log.Progress(() => new ScanProgress(_query.Target, pass, page, last, records, TimeLeft.Estimate(last - page, each, _client.RateLimiter.Status, _clock.UtcNow)));
    }

    private void Close()
    {
        _receipt.Requests = _context.Requests;
        _receipt.Retries = _context.Retries;
        _receipt.Waited = _context.Waited;
        _receipt.Elapsed = _clock.Elapsed - _start;
        _sink.Close(_receipt);
    }
}
