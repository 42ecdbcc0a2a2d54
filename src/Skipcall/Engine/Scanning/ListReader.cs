using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>Reads the lists of a scan up to the last page needed, and checks each page.</summary>
internal sealed class ListReader<T>
    where T : class
{
    private readonly SkipcallClient _client;
    private readonly ScanOptions _options;
    private readonly RecordWriter<T> _writer;
    private readonly Action<long?> _reportTotal;
    private readonly RequestContext _context;
    private readonly IClock _clock;
    private readonly TimeSpan _start;
    private Pager<T>? _pager;

    public ListReader(SkipcallClient client, ScanOptions options, RecordWriter<T> writer, Action<long?> reportTotal, RequestContext context, IClock clock)
    {
        _client = client;
        _options = options;
        _writer = writer;
        _reportTotal = reportTotal;
        _context = context;
        _clock = clock;
        _start = clock.Elapsed;
    }

    /// <summary>How often the lists were read from the beginning.</summary>
    public int Passes { get; private set; }

    public long Pages { get; private set; }

    /// <summary>The page being read, from 1.</summary>
    public long PageNumber => _pager?.PageNumber ?? 1;

    /// <summary>The number of records, as last reported; null if unknown.</summary>
    public long? Total { get; private set; }

    /// <summary>The maximum number of records still needed; null for all of them.</summary>
    private long? Wanted => _options.IsSnapshot ? null : _writer.Remaining;

    /// <summary>Reads all lists once and passes each page to <paramref name="use"/>. A record that moves between lists is a sign of drift.</summary>
    /// <exception cref="SkipcallException">A page can't be read or is invalid.</exception>
    public async Task<ReadResult> ReadAsync(ScanLists<T> lists, SeenRecords seen, Func<Page<T>, ScanPass, Task> use, CancellationToken cancellationToken)
    {
        Passes++;
        var passes = new List<ScanPass>();
        foreach (var query in lists.Queries)
        {
            // The total of several lists is known once the last one is read. The total of a filtered list is never known.
            var isLast = !lists.IsFiltered && passes.Count == lists.Queries.Count - 1;
            void Count(long? total) => Total = isLast ? Sum(passes) + total ?? Total : null;
            passes.Add(await ReadListAsync(query, lists.TakeFirstPage(), seen, Count, use, cancellationToken).ConfigureAwait(false));
            if (Wanted <= 0)
            {
                break;
            }
        }

        var sign = passes.Select(static pass => pass.Sign).FirstOrDefault(static found => found is not null);
        if (sign is null && passes.Count > 1 && !_options.IsOnePage && !_options.IsSnapshot && !(Wanted <= 0))
        {
            sign = await FindMovesAsync(lists.Queries, passes, seen, cancellationToken).ConfigureAwait(false);
        }

        return new ReadResult(
            sign,
            passes.Select(static pass => pass.Contradiction).FirstOrDefault(static found => found is not null),
            passes.Count == lists.Queries.Count && passes.All(static pass => pass.ReachedTheEnd),
            passes.Count == lists.Queries.Count ? Sum(passes) : null);
    }

    private static long? Sum(List<ScanPass> passes)
    {
        long? sum = 0;
        foreach (var pass in passes)
        {
            sum += pass.Total;
        }

        return sum;
    }

    private async Task<ScanPass> ReadListAsync(
        ListQuery<T> query, Page<T>? firstPage, SeenRecords seen, Action<long?> count, Func<Page<T>, ScanPass, Task> use, CancellationToken cancellationToken)
    {
        seen.BeginPass();
        var pass = new ScanPass();
        var fingerprint = 0UL;
        bool IsKnown(T record) => query.IdOf(record) is { } id && seen.Contains(id);
        var pager = _pager = new Pager<T>(_client, query, _context, _options, firstPage, cancellationToken);
        try
        {
            for (var last = 0L; ;)
            {
                var page = await pager.NextAsync(last).ConfigureAwait(false);
                Check(page);
                seen.Expect(Math.Min((page.Total ?? 0) - _options.Skip, _options.First ?? long.MaxValue));
                query.Inspect(page, _context.Log, _client.Redactor);
                pass.Observe(page, query.CreatedAtOf, IsKnown);
                pass.ObserveContradiction(page.FindContradiction(pager.PageNumber, pager.PageSize));
                count(page.Total);
                if (Pages++ == 0)
                {
                    _reportTotal(page.Total);
                }

                if (pass.Pages == 1)
                {
                    pass.Skipped = pager.RecordsBefore;
                }

                var isBeyondTheEnd = _options.UnreadSkip > 0 && pass.Skipped >= page.Total;
                page.RemoveFirst(isBeyondTheEnd ? long.MaxValue : _options.UnreadSkip - pager.RecordsBefore);
                var (records, repeats) = (page.RecordCount, pass.Repeats);
                var isIdentical = records > 0 && page.Fingerprint == fingerprint;
                fingerprint = page.Fingerprint;
                page.Items.RemoveAll(record => !query.Accepts(record));
                var accepted = page.Items.Count;
                await use(page, pass).ConfigureAwait(false);
                pass.ObserveContent(isIdentical, isStale: accepted > 0 && pass.Repeats - repeats == accepted);
                last = isBeyondTheEnd ? 0 : LastPage(page, records, pager);
                ReportProgress(query, pass, last);
                if (pager.PageNumber >= last || records == 0 || pass.IsStuck)
                {
                    return pass;
                }

                if (pass.IsEndless(pager.PageSize))
                {
                    throw SkipcallException.UnexpectedBody($"the list does not end. The service reported {pass.FirstTotal} records, sent {pass.Records} and keeps sending more.");
                }
            }
        }
        finally
        {
            await pager.StopAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads the first page of each earlier list again, to find records that moved into it in the meantime.</summary>
    private async Task<string?> FindMovesAsync(IReadOnlyList<ListQuery<T>> queries, List<ScanPass> passes, SeenRecords seen, CancellationToken cancellationToken)
    {
        for (var i = 0; i < queries.Count - 1; i++)
        {
            var query = queries[i];
            var page = await _client.SendAsync(query.Request(1, _options.PageSize), query.Decoder.Decode, _context, cancellationToken).ConfigureAwait(false);
            Pages++;
            if (page.Total != passes[i].Total)
            {
                return $"the number of {query.Noun} with {query.Filter} changed from {passes[i].Total} to {page.Total}";
            }

            if (page.Items.Exists(record => query.IdOf(record) is { } id && !seen.Contains(id)))
            {
                return $"a record moved to {query.Filter}";
            }
        }

        return null;
    }

    private void Check(Page<T> page)
    {
        if (page.Number is { } number && number != PageNumber)
        {
            throw SkipcallException.UnexpectedBody($"page {PageNumber} was requested, but page {number} was returned.");
        }

        // Checked before the page is written: without a total, the list can't be complete.
        if (page.Total is null && !_options.IsOnePage && !(Wanted <= page.Items.Count))
        {
            throw SkipcallException.UnexpectedBody("the total is missing or impossible, so the end of the list is unknown.");
        }
    }

    private long LastPage(Page<T> page, int records, Pager<T> pager)
    {
        var isOnePage = _options.IsOnePage && _options.Skip % pager.PageSize == 0;
        if (isOnePage || Wanted <= 0 || page.Total is not { } total)
        {
            return pager.PageNumber;
        }

        // If the response contradicts itself, the list may be longer than its total.
        var last = Math.Max((total + pager.PageSize - 1) / pager.PageSize, page.TotalPages ?? 0);
        if (records >= pager.PageSize && pager.RecordsBefore + records > total)
        {
            last = Math.Max(last, pager.PageNumber + 1);
        }

        return Wanted is { } wanted
            ? pager.PageNumber + Math.Min(last - pager.PageNumber, ((wanted - 1) / pager.PageSize) + 1)
            : last;
    }

    private void ReportProgress(ListQuery<T> query, ScanPass pass, long lastPage)
    {
        var (number, page, last, records) = (Passes, PageNumber, Math.Max(lastPage, PageNumber), pass.Records);
        var secondsPerPage = (_clock.Elapsed - _start).TotalSeconds / Math.Max(1, Pages);
        _context.Log.Progress(() => new ScanProgress(
            query.Target, number, page, last, records, RemainingTime.Estimate(last - page, secondsPerPage, _client.RateLimiter.Status, _clock.UtcNow)));
    }
}

/// <summary>The outcome of reading all lists once. The sign of drift and the contradiction are null if there are none.</summary>
internal sealed record ReadResult(string? Sign, string? Contradiction, bool ReachedTheEnd, long? Total);
