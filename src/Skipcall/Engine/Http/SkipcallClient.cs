using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Http;

/// <summary>Gets a request answered: through the gate, again where that can help, and as the failure it is where it can not.</summary>
internal sealed class SkipcallClient
{
    // A service that refuses the same request this often after every wait it asked for will not take it.
    private const int MostRejections = 10;

    private static readonly TimeSpan s_shortestAnnounced = TimeSpan.FromSeconds(1);

    private readonly Transport _transport;
    private readonly ClientOptions _options;
    private readonly IClock _clock;
    private readonly Backoff _backoff;

    public SkipcallClient(
        HttpMessageHandler handler, Uri baseUri, string apiKey, RateLimiter gate, ClientOptions options, IClock clock, Backoff? backoff = null)
    {
        _transport = new Transport(handler, baseUri, apiKey, options.Timeout, clock);
        _options = options;
        _clock = clock;
        _backoff = backoff ?? new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
        RateLimiter = gate;
    }

    public RateLimiter RateLimiter { get; }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <typeparam name="T">What the answer is read as.</typeparam>
    /// <param name="request">What to send.</param>
    /// <param name="read">Reads a successful answer. It may throw a transient failure: then the request is sent again.</param>
    /// <param name="context">Who is told, and where it is counted.</param>
    /// <param name="cancellationToken">Ends it at once, whatever it waits for.</param>
    /// <exception cref="SkipcallException">The failure, by its documented name; the cause of the last try is inside.</exception>
    public async Task<T> SendAsync<T>(ApiRequest request, Func<ApiResponse, T> read, RequestContext context, CancellationToken cancellationToken)
    {
        var retries = 0;
        var rejections = 0;
        while (true)
        {
            SkipcallException failure;
            try
            {
                using var response = await SendOnceAsync(request, context, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccess)
                {
                    return read(response);
                }

                failure = ServiceError.From(request, response, _clock.UtcNow);
            }
            catch (SkipcallException e) when (e.IsTransient)
            {
                failure = e;
            }

            if (failure.StatusCode == 429)
            {
                // Not a retry: nothing failed, it was too early. The gate knows by now how long to wait.
                if (++rejections > MostRejections)
                {
                    throw failure;
                }

                context.Log.Verbose(() => $"{failure.Message} It is sent again when the gate opens.");
                continue;
            }

            // A write may have happened although its answer failed: only the caller can know whether to repeat it.
            if (!failure.IsTransient || !request.IsSafe || retries == _options.MaximumRetryCount)
            {
                throw failure;
            }

            retries++;
            await WaitToRetryAsync(request, failure, retries, context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ApiResponse> SendOnceAsync(ApiRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var lease = await RateLimiter.AcquireAsync(_options.MaximumWait, context.Log, cancellationToken).ConfigureAwait(false);
        ApiResponse? response = null;
        try
        {
            context.CountWait(lease.Waited);
            cancellationToken.ThrowIfCancellationRequested();
            context.CountRequest();
            var start = _clock.Elapsed;
            response = await _transport.SendAsync(request, context.Log, cancellationToken).ConfigureAwait(false);
            var (answer, took) = (response, _clock.Elapsed - start);
            context.Log.Verbose(() => Describe(request, answer, took));
            return response;
        }
        finally
        {
            if (response is null)
            {
                RateLimiter.Unanswered(lease);
            }
            else
            {
                RateLimiter.Answered(lease, response.Status, response.Rate);
            }
        }
    }

    private async Task WaitToRetryAsync(ApiRequest request, SkipcallException failure, int number, RequestContext context, CancellationToken cancellationToken)
    {
        var wait = _backoff.Wait(number);
        if (failure.RetryAfter is { } asked && asked > wait)
        {
            if (asked > _options.MaximumWait)
            {
                throw failure;
            }

            wait = asked;
        }

        context.CountRetry();
        context.Log.Verbose(() => $"Retry {number} of {_options.MaximumRetryCount} in {wait.TotalSeconds:0.0} s ({request}): {failure.Message}");
        using var notice = wait >= s_shortestAnnounced
            ? context.Log.BeginWait(_clock.Elapsed + wait, $"Retry {number} of {_options.MaximumRetryCount} after {failure.ErrorId}")
            : null;
        await _clock.Delay(wait, cancellationToken).ConfigureAwait(false);
    }

    private static string Describe(ApiRequest request, ApiResponse response, TimeSpan took) =>
        $"{request} -> {response.Status}, {response.Body.Length} bytes in {took.TotalMilliseconds:0} ms"
        + (response.Rate.Remaining is { } left ? $"; {left} requests left in this window" : "");
}
