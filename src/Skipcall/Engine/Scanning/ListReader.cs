using System;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>Reads a list from its beginning to the last page needed, and checks each page.</summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal sealed class ListReader<T>
    where T : class
{
    private readonly SkipcallClient _client;
    private readonly ListQuery<T> _query;
    private readonly ScanPlan _plan;
    private readonly RecordWriter<T> _writer;
    private readonly RequestContext _context;
    private readonly Action<long?> _reportTotal;
    private readonly IClock _clock;
    private readonly TimeSpan _start;
    private Pager<T>? _pager;

    public ListReader(SkipcallClient client, ListQuery<T> query, ScanPlan plan, RecordWriter<T> writer, Action<long?> reportTotal, RequestContext context, IClock clock)
    {
        _client = client;
        _query = query;
        _plan = plan;
        _writer = writer;
        _reportTotal = reportTotal;
        _context = context;
        _clock = clock;
        _start = clock.Elapsed;
    }

    /// <summary>How often the list was read from its beginning.</summary>
    public int Passes { get; private set; }

    /// <summary>Pages read in all passes.</summary>
    public long Pages { get; private set; }

    /// <summary>The page being read, from 1.</summary>
    public long PageNumber => _pager?.PageNumber ?? 1;

    /// <summary>The number of records in the list, as last reported; null if unknown.</summary>
    public long? Total { get; private set; }

    /// <summary>Records that can still be needed; null for all of them.</summary>
    private long? Wanted => _plan.IsSnapshot ? null : _writer.Remaining;

    /// <summary>Reads the list once.</summary>
    /// <param name="seen">The records seen so far.</param>
    /// <param name="use">Takes over each page.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="SkipcallException">A page could not be read, or makes no sense.</exception>
    public async Task<ScanPass> ReadAsync(SeenRecords seen, Func<Page<T>, ScanPass, Task> use, CancellationToken cancellationToken)
    {
        Passes++;
        seen.BeginPass();
        var pass = new ScanPass();
        bool IsKnown(T record) => _query.IdOf(record) is { } id && seen.Contains(id);
        var pager = _pager = new Pager<T>(_client, _query, _context, _plan, cancellationToken);
        try
        {
            for (var last = 0L; ;)
            {
                var page = await pager.NextAsync(last).ConfigureAwait(false);
                Check(page);
                seen.Expect(Math.Min((page.Total ?? 0) - _plan.Skip, _plan.First ?? long.MaxValue));
                _query.Inspect(page, _context.Log);
                pass.Observe(page, _query.CreatedAtOf, IsKnown);
                Total = page.Total ?? Total;
                if (Pages++ == 0)
                {
                    _reportTotal(page.Total);
                }

                if (pass.Pages == 1)
                {
                    pass.PassedOver = pager.RecordsBefore;
                }

                var isEmpty = page.RecordCount == 0;
                page.RemoveFirst(_plan.UnreadSkip - pager.RecordsBefore);
                await use(page, pass).ConfigureAwait(false);
                last = LastPage(page.Total, pager);
                ReportProgress(pass, last);
                if (pager.PageNumber >= last || isEmpty)
                {
                    return pass;
                }
            }
        }
        finally
        {
            await pager.StopAsync().ConfigureAwait(false);
        }
    }

    private void Check(Page<T> page)
    {
        if (page.Number is { } number && number != PageNumber)
        {
            throw SkipcallException.UnexpectedBody($"page {PageNumber} was asked for, and it says that it is page {number}.");
        }

        // Before anything of the page is written: a list whose end is unknown can't be complete.
        if (page.Total is null && !_plan.IsOnePage && !(Wanted <= page.Items.Count))
        {
            throw SkipcallException.UnexpectedBody("its total is missing or can't be true, so there is no knowing where the list ends.");
        }
    }

    /// <summary>The last page that can be needed.</summary>
    private long LastPage(long? total, Pager<T> pager)
    {
        var isOnePage = _plan.IsOnePage && _plan.Skip % pager.PageSize == 0;
        if (isOnePage || Wanted <= 0 || total is null)
        {
            return pager.PageNumber;
        }

        var last = (total.Value + pager.PageSize - 1) / pager.PageSize;
        return Wanted is { } wanted
            ? pager.PageNumber + Math.Min(last - pager.PageNumber, ((wanted - 1) / pager.PageSize) + 1)
            : last;
    }

    private void ReportProgress(ScanPass pass, long last)
    {
        var (number, page, records) = (Passes, PageNumber, pass.Records);
        var secondsPerPage = (_clock.Elapsed - _start).TotalSeconds / Math.Max(1, Pages);
        _context.Log.Progress(() => new ScanProgress(
            _query.Target, number, page, last, records, TimeLeft.Estimate(last - page, secondsPerPage, _client.RateLimiter.Status, _clock.UtcNow)));
    }
}
