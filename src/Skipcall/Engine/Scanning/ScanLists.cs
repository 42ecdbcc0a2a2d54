using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Scanning;

/// <summary>The lists of one scan, for example one per requested status.</summary>
internal sealed class ScanLists<T>
    where T : class
{
    private readonly ListQuery<T>? _whole;
    private Page<T>? _firstPage;

    /// <summary><paramref name="whole"/> is a list that contains all others and filters its records; null if there is none.</summary>
    public ScanLists(IReadOnlyList<ListQuery<T>> queries, ListQuery<T>? whole = null)
    {
        Queries = queries;
        _whole = whole;
        Tag = Join(queries.Select(static query => query.Tag));
        Status = Join(queries.Select(static query => query.Status));
    }

    public IReadOnlyList<ListQuery<T>> Queries { get; private set; }

    /// <summary>Whether the module filters records instead of the service.</summary>
    public bool IsFiltered { get; private set; }

    public string? Tag { get; }

    public string? Status { get; }

    /// <summary>Switches to the whole list if that needs no more requests than its parts.</summary>
    public async Task ChooseAsync(SkipcallClient client, ScanOptions options, RequestContext context, CancellationToken cancellationToken)
    {
        if (_whole is null || Queries.Count < 2 || options.First is not null || options.IsOnePage)
        {
            return;
        }

        var page = await client.SendAsync(_whole.Request(1, options.PageSize), _whole.Decoder.Decode, context, cancellationToken).ConfigureAwait(false);
        var pageSize = page.Limit >= 1 && page.Limit < options.PageSize ? page.Limit.Value : options.PageSize;

        // Each part takes a request and, except the last one, another to find moved records. A snapshot finds them anyway.
        var requests = options.IsSnapshot ? Queries.Count : (Queries.Count * 2) - 1;
        if (page.Total <= requests * pageSize)
        {
            Queries = new[] { _whole };
            IsFiltered = true;
            _firstPage = page;
        }
    }

    /// <summary>The first page of the whole list, if it was read; null after the first call.</summary>
    public Page<T>? TakeFirstPage() => Interlocked.Exchange(ref _firstPage, null);

    private static string? Join(IEnumerable<string?> values)
    {
        var distinct = values.Where(static value => value is not null).Distinct().ToArray();
        return distinct.Length == 0 ? null : string.Join(",", distinct);
    }
}
