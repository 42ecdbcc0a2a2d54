using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Benchmarks.Budgets;

/// <summary>One host that reads a list: the engine's own client and gate, so many requests at the same time.</summary>
internal static class SimulatedClient
{
    private static readonly Uri s_uri = new("https://simulation.invalid/");
    private static readonly ClientOptions s_options = new() { Timeout = TimeSpan.Zero, MaximumWait = TimeSpan.FromDays(1) };

    /// <summary>Gets the pages.</summary>
    /// <returns>How long that took.</returns>
    public static async Task<TimeSpan> ReadAsync(SimulatedService service, IClock clock, int pages, int throttleLimit, int seed)
    {
        var client = new SkipcallClient(service, s_uri, "sk_test_simulation", new RateLimiter(clock, new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), seed)), s_options, clock);
        var call = new RequestContext(new Silence());
        var start = clock.Elapsed;
        var ahead = new Queue<Task<bool>>();
        for (var page = 0; page < pages || ahead.Count > 0;)
        {
            while (page < pages && ahead.Count < throttleLimit)
            {
                ahead.Enqueue(client.SendAsync(new ApiRequest(HttpMethod.Get, $"/v1/page/{page++}"), static _ => true, call, CancellationToken.None));
            }

            await ahead.Dequeue().ConfigureAwait(false);
        }

        return clock.Elapsed - start;
    }
}
