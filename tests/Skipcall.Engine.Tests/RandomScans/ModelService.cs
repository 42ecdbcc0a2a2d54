using System.Globalization;
using System.Web;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A request reads the list when it arrives; concurrent requests may arrive in any order.</summary>
internal sealed class ModelService : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly Scenario _scenario;
    private readonly IClock _clock;
    private readonly ModelRateWindow? _window;
    private readonly ModelAnswer _answer;
    private readonly List<Exchange> _exchanges = [];
    private readonly int[] _timesLeft;
    private DateTimeOffset _lastRequest;
    private int _sent;
    private int _open;

    public ModelService(Scenario scenario, IClock clock)
    {
        _scenario = scenario;
        _clock = clock;
        _window = scenario.Rate is { Window: { } kind } rate ? new ModelRateWindow(kind, rate.Limit, rate.Length) : null;
        _answer = new ModelAnswer(scenario);
        _timesLeft = scenario.Faults.Select(fault => fault.Times).ToArray();
        _lastRequest = Now;
        List = new ModelList(scenario.Rows, Now);
    }

    public ModelList List { get; }

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<Exchange> Exchanges
    {
        get
        {
            lock (_lock)
            {
                return [.. _exchanges];
            }
        }
    }

    /// <summary>All requests sent, including those cancelled before they arrived.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public int Open => Volatile.Read(ref _open);

    private DateTimeOffset Now => _clock.UtcNow + _scenario.Skew;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sentAt = Now;
        var pace = _scenario.Paces[(Interlocked.Increment(ref _sent) - 1) % _scenario.Paces.Count];
        Interlocked.Increment(ref _open);
        try
        {
            await PassAsync(pace.There, cancellationToken).ConfigureAwait(false);
            var exchange = Arrive(request, sentAt);
            await PassAsync(pace.Back, cancellationToken).ConfigureAwait(false);
            return await AnswerAsync(exchange, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private Task PassAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time > TimeSpan.Zero ? _clock.Delay(time, cancellationToken) : Task.CompletedTask;

    private Exchange Arrive(HttpRequestMessage request, DateTimeOffset sentAt)
    {
        var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var page = int.Parse(query["page"]!, CultureInfo.InvariantCulture);
        lock (_lock)
        {
            var number = _exchanges.Count + 1;
            foreach (var move in _scenario.Moves.Where(move => move.Before == number))
            {
                List.Apply(move, Now, _lastRequest);
            }

            var ticket = _window?.Take(Now);
            var rows = List.Now;
            var fault = ticket is { Granted: false } ? null : FaultFor(number, page);
            var pageRows = rows.Skip((page - 1) * _scenario.PageSize).Take(_scenario.PageSize);
            var exchange = new Exchange
            {
                Number = number,
                Page = page,
                Version = List.Version,
                SentAt = sentAt,
                ReadAt = Now,
                Rows = (fault?.Kind == FaultKind.ShortPage ? pageRows.SkipLast(1) : pageRows).ToArray(),
                Total = rows.Length,
                Fault = fault,
                Ticket = ticket,
            };
            _lastRequest = Now;
            _exchanges.Add(exchange);
            return exchange;
        }
    }

    private Fault? FaultFor(int number, int page)
    {
        for (var i = 0; i < _timesLeft.Length; i++)
        {
            var fault = _scenario.Faults[i];
            if (_timesLeft[i] > 0 && number >= fault.From && (fault.Page == 0 || fault.Page == page))
            {
                _timesLeft[i]--;
                return fault;
            }
        }

        return null;
    }

    private async Task<HttpResponseMessage> AnswerAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        if (exchange.Fault?.Kind == FaultKind.Hang)
        {
            await ModelAnswer.NeverAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        exchange.AnsweredAt = Now;
        return exchange.Fault?.Kind == FaultKind.Reset
            ? throw new HttpRequestException("The connection was reset.")
            : _answer.Write(exchange, Now);
    }
}
