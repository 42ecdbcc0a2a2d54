using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>
/// Reads the pages of a list in order and prefetches the next ones. Prefetching starts slowly (0, 1, 2, 4 pages), so that a few
/// records cost few requests.
/// </summary>
internal sealed class Pager<T>
    where T : class
{
    private const int MaximumStatedSize = 100_000;

    private readonly SkipcallClient _client;
    private readonly ListQuery<T> _query;
    private readonly RequestContext _context;
    private readonly int? _throttleLimit;
    private readonly long _skip;
    private readonly int _maximumPageSize;
    private readonly Page<T>? _firstPage;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<Task<Page<T>>> _ahead = new();
    private long _requested;
    private int _prefetch;

    public Pager(SkipcallClient client, ListQuery<T> query, RequestContext context, ScanOptions options, Page<T>? firstPage, CancellationToken cancellationToken)
    {
        _client = client;
        _query = query;
        _context = context;
        _throttleLimit = options.ThrottleLimit;
        _skip = options.UnreadSkip;
        _firstPage = firstPage;
        PageSize = _maximumPageSize = options.PageSize;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The number of the current page, from 1; 0 before the first.</summary>
    public long PageNumber { get; private set; }

    /// <summary>Records per page. The service may state another size than requested.</summary>
    public int PageSize { get; private set; }

    public long RecordsBefore => (PageNumber - 1) * PageSize;

    /// <summary>Reads the next page, starting with the page on which the skip ends. Prefetches up to <paramref name="last"/>.</summary>
    public Task<Page<T>> NextAsync(long last) => PageNumber == 0 ? FirstAsync() : FetchNextAsync(last);

    /// <summary>Cancels prefetched requests and waits for them to end.</summary>
    public Task StopAsync()
    {
        _stop.Cancel();
        if (_ahead.Count > 0)
        {
            return AbandonAsync();
        }

        _stop.Dispose();
        return Task.CompletedTask;
    }

    private async Task<Page<T>> FirstAsync()
    {
        Seek();
        if (_firstPage is not null)
        {
            _ahead.Enqueue(Task.FromResult(_firstPage));
            _requested++;
        }

        var page = await FetchNextAsync(0).ConfigureAwait(false);
        if (HasOtherPageSize(page))
        {
            PageSize = (int)page.Limit!.Value;
            if (_skip > 0)
            {
                Seek();
                page = await FetchNextAsync(0).ConfigureAwait(false);
            }
        }

        return page;
    }

    private void Seek() => PageNumber = _requested = _skip / PageSize;

    /// <summary>Whether the service really uses the page size it states, not the one requested.</summary>
    private bool HasOtherPageSize(Page<T> page)
    {
        if (page.Limit is not (>= 1 and <= MaximumStatedSize and { } limit))
        {
            return false;
        }

        return limit <= PageSize
            ? limit < PageSize && page.RecordCount <= limit && !(page.Total <= page.RecordCount)
            : page.Total is { } total && page.RecordCount == CountOn(limit, total) && page.RecordCount != CountOn(PageSize, total);
    }

    private long CountOn(long pageSize, long total) => Math.Max(0, Math.Min(pageSize, total - ((PageNumber - 1) * pageSize)));

    private Task<Page<T>> FetchNextAsync(long last)
    {
        PageNumber++;
        var limit = _throttleLimit ?? _client.RateLimiter.Concurrency;
        while (_ahead.Count < Math.Min(limit, 1 + _prefetch) && _requested < Math.Max(PageNumber, last))
        {
            _ahead.Enqueue(FetchAsync(++_requested));
        }

        _prefetch = _prefetch == 0 ? 1 : Math.Min(_prefetch * 2, limit);
        return _ahead.Dequeue();
    }

    private Task<Page<T>> FetchAsync(long number) =>
        _client.SendAsync(_query.Request(number, Math.Min(PageSize, _maximumPageSize)), _query.Decoder.Decode, _context, _stop.Token);

    private async Task AbandonAsync()
    {
        while (_ahead.Count > 0)
        {
            // WhenAny doesn't throw; reading the exception marks it as observed.
            var page = _ahead.Dequeue();
            await Task.WhenAny(page).ConfigureAwait(false);
            _ = page.Exception;
        }

        _stop.Dispose();
    }
}
