using System.Globalization;
using System.Net;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Benchmarks;

/// <summary>
/// Clients that share a key and don't know of each other, on a clock that jumps. The service counts a request half a latency after it
/// was sent, and states its reset in whole seconds, rounded up.
/// </summary>
internal sealed class BudgetSimulation
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private static readonly Uri s_uri = new("https://simulation.invalid/");
    private static readonly ClientOptions s_options = new() { Timeout = TimeSpan.Zero, MaximumWait = TimeSpan.FromDays(1) };

    // Between full minutes and between full seconds.
    private static readonly TimeSpan s_begin = TimeSpan.FromSeconds(20.3);

    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero) + s_begin);
    private readonly List<DateTimeOffset> _granted = new();
    private readonly Random _random = new(1);
    private int _refused;

    public required ModelRateWindow.Kind Window { get; init; }

    public required int Limit { get; init; }

    public required TimeSpan Latency { get; init; }

    public required int Pages { get; init; }

    public int Clients { get; init; } = 1;

    /// <summary>Requests in flight; null for as many as use the rate limit.</summary>
    public int? ThrottleLimit { get; init; }

    public Result Run()
    {
        var window = new ModelRateWindow(Window, Limit, s_window);
        var service = new ScriptedService((_, cancellationToken) => AnswerAsync(window, cancellationToken));
        var times = _clock.Run(() => Task.WhenAll(Enumerable.Range(0, Clients).Select(seed => ReadAsync(service, seed)).ToList()));
        var slowest = times.Max();
        return new Result(
            Share(),
            slowest / LeastTime(),
            slowest - LeastTime(),
            _refused,
            (double)_refused / (_refused + _granted.Count),
            slowest / times.Min());
    }

    /// <summary>One client: the engine's own, with its rate limiter.</summary>
    /// <returns>How long it took to get all pages.</returns>
    private async Task<TimeSpan> ReadAsync(ScriptedService service, int seed)
    {
        var limiter = new RateLimiter(_clock, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), seed));
        var client = new SkipcallClient(service, s_uri, "sk_test_simulation", limiter, s_options, _clock);
        var context = new RequestContext(new SilentLog());
        var start = _clock.Elapsed;
        var ahead = new Queue<Task<bool>>();
        for (var page = 0; page < Pages || ahead.Count > 0;)
        {
            while (page < Pages && ahead.Count < (ThrottleLimit ?? limiter.Concurrency))
            {
                ahead.Enqueue(client.SendAsync(new ApiRequest(HttpMethod.Get, $"/v1/page/{page++}"), static _ => true, context, CancellationToken.None));
            }

            await ahead.Dequeue().ConfigureAwait(false);
        }

        return _clock.Elapsed - start;
    }

    private async Task<HttpResponseMessage> AnswerAsync(ModelRateWindow window, CancellationToken cancellationToken)
    {
        // A tenth more or less, so that clients that start together do not stay together.
        var latency = Latency * (0.9 + (0.2 * _random.NextDouble()));
        await _clock.Delay(latency / 2, cancellationToken).ConfigureAwait(false);
        var ticket = window.Take(_clock.UtcNow);
        if (ticket.Granted)
        {
            _granted.Add(_clock.UtcNow);
        }
        else
        {
            _refused++;
        }

        var response = new HttpResponseMessage(ticket.Granted ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests) { Content = new ByteArrayContent([]) };
        Add("Limit", Limit);
        Add("Remaining", ticket.Remaining);
        Add("Reset", (long)Math.Ceiling((ticket.ResetsAt - DateTimeOffset.UnixEpoch).TotalSeconds));
        await _clock.Delay(latency / 2, cancellationToken).ConfigureAwait(false);
        return response;

        void Add(string name, long value) => response.Headers.Add("X-RateLimit-" + name, value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>What the limit allows in each window, at the pace that the latency allows.</summary>
    private TimeSpan LeastTime()
    {
        double left = Pages * Clients;

        // As many as the client has in flight once it knows the limit and the latency.
        var inFlight = ThrottleLimit ?? Concurrency.Needed(Limit, Latency);
        var pace = inFlight * Clients / Latency.TotalSeconds;
        var start = TimeSpan.Zero;

        // The first minute of an aligned window is not a whole one here.
        var window = Window == ModelRateWindow.Kind.Aligned ? s_window - s_begin : s_window;
        while (left > Math.Min(Limit, pace * window.TotalSeconds))
        {
            left -= Math.Min(Limit, pace * window.TotalSeconds);
            start += window;
            window = s_window;
        }

        return start + TimeSpan.FromSeconds(Math.Ceiling(left / (inFlight * Clients)) * Latency.TotalSeconds);
    }

    /// <summary>The share of the limit used from the second window to the last one that began; null with fewer windows.</summary>
    private double? Share()
    {
        var windows = (_granted.Count - 1) / Limit;
        return windows < 2 ? null : (windows - 1) / ((_granted[windows * Limit] - _granted[Limit]) / s_window);
    }

    /// <summary>The result of a simulation.</summary>
    /// <param name="Share">The share of the budget used in whole windows; null if there were none.</param>
    /// <param name="Ratio">The slowest client's time against the least possible.</param>
    /// <param name="Over">The same as a difference.</param>
    /// <param name="Refused">Answers with 429.</param>
    /// <param name="RefusedShare">Their share of all requests.</param>
    /// <param name="Spread">The slowest client's time against the fastest one's.</param>
    internal sealed record Result(double? Share, double Ratio, TimeSpan Over, int Refused, double RefusedShare, double Spread);
}
