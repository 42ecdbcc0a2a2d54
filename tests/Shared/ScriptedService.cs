using System.Globalization;
using Skipcall.Engine;

namespace Skipcall.Testing;

/// <summary>A service in memory that answers by script and records its requests.</summary>
internal sealed class ScriptedService : HttpMessageHandler
{
    private readonly Func<Asked, CancellationToken, Task<HttpResponseMessage>> _script;
    private readonly IClock? _clock;
    private readonly List<Asked> _requests = new();
    private int _inFlight;

    public ScriptedService(Func<Asked, HttpResponseMessage> script, IClock? clock = null)
        : this((asked, _) => Task.FromResult(script(asked)), clock)
    {
    }

    public ScriptedService(Func<Asked, CancellationToken, Task<HttpResponseMessage>> script, IClock? clock = null)
    {
        _script = script;
        _clock = clock;
    }

    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (_requests)
            {
                return _requests.ToList();
            }
        }
    }

    public IReadOnlyList<int> Pages => Requests.Select(asked => asked.Page).ToList();

    public int Peak { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked asked;
        lock (_requests)
        {
            asked = new Asked(_requests.Count + 1, request.Method, request.RequestUri!, _clock?.Elapsed ?? TimeSpan.Zero);
            _requests.Add(asked);
            Peak = Math.Max(Peak, ++_inFlight);
        }

        try
        {
            return await _script(asked, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>One request; <c>Number</c> counts from 1, and <c>At</c> is on the test's clock.</summary>
    internal sealed record Asked(int Number, HttpMethod Method, Uri Uri, TimeSpan At)
    {
        public int Page => int.Parse(Query("page") ?? "0", CultureInfo.InvariantCulture);

        public int Limit => int.Parse(Query("limit") ?? "0", CultureInfo.InvariantCulture);

        public string? Query(string name) => Uri.Query.TrimStart('?').Split('&')
            .Select(pair => pair.Split('='))
            .Where(pair => pair[0] == name)
            .Select(pair => Uri.UnescapeDataString(pair[1]))
            .FirstOrDefault();
    }
}
