using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using System.Web;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>
/// A service that serves a list in pages, and does to it and to its answers what the scenario says. A request reads the list when
/// it arrives; what is asked for side by side may arrive in any order.
/// </summary>
internal sealed class ModelService : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly Scenario _scenario;
    private readonly Func<Row, string> _toJson;
    private readonly IClock _clock;
    private readonly RateMeter _meter;
    private readonly List<Exchange> _exchanges = [];
    private readonly int[] _timesLeft;
    private DateTimeOffset _lastRequest;
    private int _sent;
    private int _open;

    public ModelService(Scenario scenario, Func<Row, string> toJson, IClock clock)
    {
        _scenario = scenario;
        _toJson = toJson;
        _clock = clock;
        _meter = new RateMeter(scenario.Rate);
        _timesLeft = scenario.Faults.Select(fault => fault.Times).ToArray();
        _lastRequest = Now;
        List = new MovingList(scenario.Rows, Now);
    }

    public MovingList List { get; }

    /// <summary>Requests that reached the service, in the order in which they did.</summary>
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

    /// <summary>Requests that were sent, those among them that were given up on their way.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Requests that wait for their answer.</summary>
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
            return await AnswerAsync(exchange, request, cancellationToken).ConfigureAwait(false);
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

            var ticket = _meter.Take(Now);
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

    private async Task<HttpResponseMessage> AnswerAsync(Exchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (exchange.Fault?.Kind == FaultKind.Hang)
        {
            await Silence.Until(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        exchange.AnsweredAt = Now;
        if (exchange.Fault?.Kind == FaultKind.Reset)
        {
            throw new HttpRequestException("The connection was reset.");
        }

        var response = new HttpResponseMessage(StatusOf(exchange)) { RequestMessage = request, Content = Body(exchange) };
        if (_scenario.SendsDate)
        {
            response.Headers.Date = RateHeaderWriter.WholeSeconds(_scenario.DatesAtTheEnd ? Now : exchange.ReadAt);
        }

        RateHeaderWriter.Write(response, _scenario.Rate, exchange.Ticket, exchange.ReadAt);
        if (exchange.IsOverBudget)
        {
            AskToWait(response, exchange, _scenario.Rate.RetryAfter, exchange.Ticket!.ResetsAt - exchange.ReadAt, exchange.ReadAt);
        }
        else if (exchange.Fault is { Kind: FaultKind.Transient or FaultKind.Rejection } fault)
        {
            AskToWait(response, exchange, fault.RetryAfter, TimeSpan.FromSeconds(fault.Seconds), Now);
        }

        return response;
    }

    private void AskToWait(HttpResponseMessage response, Exchange exchange, RetryAfterStyle style, TimeSpan wait, DateTimeOffset now)
    {
        RateHeaderWriter.WriteRetryAfter(response, style, wait, now);
        var isKnown = style == RetryAfterStyle.Seconds || (style == RetryAfterStyle.Date && (_scenario.SendsDate || _scenario.Skew == TimeSpan.Zero));
        exchange.AskedToWait = isKnown ? wait - (Now - now) : null;
    }

    private static HttpStatusCode StatusOf(Exchange exchange) => exchange switch
    {
        { IsOverBudget: true } or { Fault.Kind: FaultKind.Rejection } => HttpStatusCode.TooManyRequests,
        { Fault: { Kind: FaultKind.Transient or FaultKind.Refusal } fault } => (HttpStatusCode)fault.Status,
        _ => HttpStatusCode.OK,
    };

    private HttpContent Body(Exchange exchange)
    {
        if (exchange.IsOverBudget || exchange.Fault?.Kind is FaultKind.Transient or FaultKind.Rejection or FaultKind.Refusal)
        {
            return new StringContent("""{"error":{"code":"MODEL","message":"as the scenario says"}}""", Encoding.UTF8, "application/json");
        }

        if (exchange.Fault?.Kind == FaultKind.Html)
        {
            return new StringContent("<!DOCTYPE html><html><body>Sign in</body></html>", Encoding.UTF8, "text/html");
        }

        var page = Encoding.UTF8.GetBytes(Page(exchange));
        var half = page.AsSpan(0, page.Length / 2).ToArray();
        HttpContent content = exchange.Fault?.Kind switch
        {
            FaultKind.CutJson => new ByteArrayContent(half),
            FaultKind.BrokenBody => new StreamContent(new FaultyBody(half, stalls: false)),
            FaultKind.HangInBody => new StreamContent(new FaultyBody(half, stalls: true)),
            _ => new ByteArrayContent(page),
        };
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private string Page(Exchange exchange) => FormattableString.Invariant(
        $$"""{"data":[{{string.Join(',', exchange.Rows.Select(_toJson))}}],"total":{{exchange.Total}},"page":{{exchange.Page}},"limit":{{_scenario.PageSize}},"totalPages":{{(exchange.Total + _scenario.PageSize - 1) / _scenario.PageSize}}}""");
}
