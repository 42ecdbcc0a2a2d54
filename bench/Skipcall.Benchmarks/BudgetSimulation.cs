using System.Globalization;
using System.Net;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Benchmarks;

/// <summary>Independent clients that share a key. Requests count after half their latency; resets are rounded up to seconds.</summary>
internal sealed class BudgetSimulation
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);
    private static readonly Uri s_uri = new("https://simulation.invalid/");
    private static readonly ClientOptions s_options = new() { Timeout = TimeSpan.Zero, MaximumWait = TimeSpan.FromDays(1) };

    // Neither a full minute nor a full second.
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

    /// <summary>Requests in flight; null adapts them to the rate limit.</summary>
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

    /// <summary>One client with the production engine and rate limiter; returns the time for all its pages.</summary>
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
        // Ten percent jitter, so that clients that start together drift apart.
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

    /// <summary>The lower bound given by rate limit and latency.</summary>
    private TimeSpan LeastTime()
    {
        double left = Pages * Clients;

        // What the client keeps in flight once it knows the limit and the latency.
        var inFlight = ThrottleLimit ?? Concurrency.Needed(Limit, Latency);
        var pace = inFlight * Clients / Latency.TotalSeconds;
        var start = TimeSpan.Zero;

        // The first aligned window is shorter than a minute here.
        var window = Window == ModelRateWindow.Kind.Aligned ? s_window - s_begin : s_window;
        while (left > Math.Min(Limit, pace * window.TotalSeconds))
        {
            left -= Math.Min(Limit, pace * window.TotalSeconds);
            start += window;
            window = s_window;
        }

        return start + TimeSpan.FromSeconds(Math.Ceiling(left / (inFlight * Clients)) * Latency.TotalSeconds);
    }

    /// <summary>The share of the limit used from the second window to the last that began; null if there are fewer.</summary>
    private double? Share()
    {
        var windows = (_granted.Count - 1) / Limit;
        return windows < 2 ? null : (windows - 1) / ((_granted[windows * Limit] - _granted[Limit]) / s_window);
    }

    /// <summary>
    /// <c>Ratio</c> and <c>Over</c> compare the slowest client with the lower bound, <c>Spread</c> with the fastest client.
    /// </summary>
    internal sealed record Result(double? Share, double Ratio, TimeSpan Over, int Refused, double RefusedShare, double Spread);
}
