using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine;

namespace Skipcall.Benchmarks.Budgets;

/// <summary>
/// A service on a simulated clock: a request is judged half a latency after it was sent, and its answer is there half a latency
/// later. Resets are told in whole seconds, rounded up, as services do.
/// </summary>
internal sealed class SimulatedService : HttpMessageHandler
{
    private readonly IClock _clock;
    private readonly SimulatedWindow _window;
    private readonly TimeSpan _latency;
    private readonly Random _random = new(1);

    public SimulatedService(IClock clock, SimulatedWindow window, TimeSpan latency)
    {
        _clock = clock;
        _window = window;
        _latency = latency;
    }

    /// <summary>When requests were let through.</summary>
    public List<DateTimeOffset> Granted { get; } = new();

    public int Refused { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A tenth more or less, so that clients who start together do not stay together.
        var latency = _latency * (0.9 + (0.2 * _random.NextDouble()));
        await _clock.Delay(latency / 2, cancellationToken).ConfigureAwait(false);
        var granted = _window.Take(_clock.UtcNow);
        if (granted)
        {
            Granted.Add(_clock.UtcNow);
        }
        else
        {
            Refused++;
        }

        var response = new HttpResponseMessage(granted ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests) { Content = new ByteArrayContent([]) };
        var reset = (long)Math.Ceiling((_window.Reset - DateTimeOffset.UnixEpoch).TotalSeconds);
        Add(response, "X-RateLimit-Limit", _window.Limit);
        Add(response, "X-RateLimit-Remaining", _window.Remaining);
        Add(response, "X-RateLimit-Reset", reset);
        await _clock.Delay(latency / 2, cancellationToken).ConfigureAwait(false);
        return response;
    }

    private static void Add(HttpResponseMessage response, string name, long value) =>
        response.Headers.Add(name, value.ToString(CultureInfo.InvariantCulture));
}
