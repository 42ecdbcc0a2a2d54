using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed class ModelAnswer(Scenario scenario)
{
    public HttpResponseMessage Write(Exchange exchange, DateTimeOffset now)
    {
        var response = new HttpResponseMessage(StatusOf(exchange)) { Content = Body(exchange) };
        if (scenario.SendsDate)
        {
            response.Headers.Date = WholeSeconds(scenario.DatesAtTheEnd ? now : exchange.ReadAt);
        }

        WriteRate(response, exchange);
        if (exchange.IsOverBudget)
        {
            AskToWait(response, exchange, scenario.Rate.RetryAfter, exchange.Ticket!.ResetsAt - exchange.ReadAt, exchange.ReadAt, now);
        }
        else if (exchange.Fault is { Kind: FaultKind.Transient or FaultKind.Rejection } fault)
        {
            AskToWait(response, exchange, fault.RetryAfter, TimeSpan.FromSeconds(fault.Seconds), now, now);
        }

        return response;
    }

    /// <summary>Ends only by cancellation, on the thread that cancels.</summary>
    public static async Task NeverAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
        {
            await never.Task.ConfigureAwait(false);
        }
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
        $$"""{"data":[{{string.Join(',', exchange.Rows.Select(row => row.ToJson()))}}],"total":{{exchange.Total}},"page":{{exchange.Page}},"limit":{{scenario.PageSize}},"totalPages":{{(exchange.Total + scenario.PageSize - 1) / scenario.PageSize}}}""");

    private void WriteRate(HttpResponseMessage response, Exchange exchange)
    {
        if (exchange.Ticket is not { } ticket || scenario.Rate.Headers == RateHeaderStyle.Absent)
        {
            return;
        }

        var style = scenario.Rate.Headers;
        var reset = ticket.ResetsAt - DateTimeOffset.UnixEpoch;
        Add("Limit", scenario.Rate.Limit);
        Add("Remaining", style == RateHeaderStyle.Stale ? scenario.Rate.Limit : ticket.Remaining);
        Add("Reset", style switch
        {
            RateHeaderStyle.UnixSecondsRoundedDown => (long)Math.Floor(reset.TotalSeconds),
            RateHeaderStyle.UnixSecondsRoundedUp => (long)Math.Ceiling(reset.TotalSeconds),
            RateHeaderStyle.UnixMilliseconds => (long)Math.Ceiling(reset.TotalMilliseconds),
            RateHeaderStyle.DeltaSeconds => (long)Math.Floor((ticket.ResetsAt - exchange.ReadAt).TotalSeconds),
            _ => exchange.ReadAt.AddHours(-1).ToUnixTimeSeconds(),
        });

        void Add(string name, long value) => response.Headers.Add("X-RateLimit-" + name, value.ToString(CultureInfo.InvariantCulture));
    }

    private void AskToWait(HttpResponseMessage response, Exchange exchange, RetryAfterStyle style, TimeSpan wait, DateTimeOffset since, DateTimeOffset now)
    {
        // Retry-After has whole seconds only.
        var seconds = Math.Ceiling(wait.TotalSeconds);
        response.Headers.RetryAfter = style switch
        {
            RetryAfterStyle.Seconds => new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds)),
            RetryAfterStyle.Date => new RetryConditionHeaderValue(WholeSeconds(since.AddSeconds(seconds + 1))),
            _ => null,
        };

        var isKnown = style == RetryAfterStyle.Seconds || (style == RetryAfterStyle.Date && (scenario.SendsDate || scenario.Skew == TimeSpan.Zero));
        exchange.AskedToWait = isKnown ? wait - (now - since) : null;
    }

    /// <summary>HTTP dates have whole seconds; a header in memory would keep the fraction.</summary>
    private static DateTimeOffset WholeSeconds(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));

    /// <summary>A body that breaks or stalls after its first bytes.</summary>
    private sealed class FaultyBody(byte[] beginning, bool stalls) : MemoryStream(beginning)
    {
        public override bool CanSeek => false;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position < Length)
            {
                return await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }

            if (stalls)
            {
                await NeverAsync(cancellationToken).ConfigureAwait(false);
            }

            throw new IOException("The connection was reset in the body.");
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
