using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>
/// Gets the pages of a list in order, and asks for the next ones while earlier ones are being written. It starts slowly: nothing
/// ahead until the first page was taken, then one, two, four, so that whoever wants a few records costs a few requests.
/// </summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal sealed class Pager<T>
    where T : class
{
    private readonly SkipcallClient _client;
    private readonly ListQuery<T> _query;
    private readonly RequestContext _context;
    private readonly int _throttleLimit;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<Task<Page<T>>> _ahead = new();
    private long _next;
    private int _reach;

    public Pager(SkipcallClient client, ListQuery<T> query, RequestContext context, ScanPlan plan, CancellationToken cancellationToken)
    {
        _client = client;
        _query = query;
        _context = context;
        _throttleLimit = plan.ThrottleLimit;
        PageSize = plan.PageSize;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Records a page. To be changed only while nothing was asked for ahead.</summary>
    public int PageSize { get; set; }

    /// <summary>Gets a page. Pages are taken one after the other.</summary>
    /// <param name="number">The page, from 1.</param>
    /// <param name="last">The last page that can be wanted, as far as is known: nothing behind it is asked for.</param>
    /// <exception cref="SkipcallException">The page can't be had.</exception>
    public Task<Page<T>> GetAsync(long number, long last)
    {
        if (_ahead.Count == 0)
        {
            _next = number;
        }

        var most = Math.Min(_throttleLimit, 1 + _reach);
        while (_ahead.Count < most && _next <= Math.Max(number, last))
        {
            _ahead.Enqueue(FetchAsync(_next++));
        }

        _reach = _reach == 0 ? 1 : Math.Min(_reach * 2, _throttleLimit);
        return _ahead.Dequeue();
    }

    /// <summary>Ends what was asked for ahead, and waits until it has ended.</summary>
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

    private async Task AbandonAsync()
    {
        while (_ahead.Count > 0)
        {
            // WhenAny looks at how it ended without throwing: nobody wants these pages any more.
            var page = _ahead.Dequeue();
            await Task.WhenAny(page).ConfigureAwait(false);
            _ = page.Exception;
        }

        _stop.Dispose();
    }

    private Task<Page<T>> FetchAsync(long number) =>
        _client.SendAsync(_query.Request(number, PageSize), _query.Decoder.Decode, _context, _stop.Token);
}
