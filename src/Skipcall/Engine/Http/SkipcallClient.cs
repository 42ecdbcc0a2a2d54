using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Http;

/// <summary>Sends requests within the rate limit, and retries transient failures.</summary>
internal sealed class SkipcallClient
{
    // Give up after this many 429s for one request.
    private const int MaximumRejections = 10;

    private static readonly TimeSpan s_shortestAnnounced = TimeSpan.FromSeconds(1);

    private readonly Transport _transport;
    private readonly ClientOptions _options;
    private readonly IClock _clock;
    private readonly Backoff _backoff;

    public SkipcallClient(
        HttpMessageHandler handler, Uri baseUri, string apiKey, RateLimiter limiter, ClientOptions options, IClock clock, Backoff? backoff = null)
    {
        Redactor = new KeyRedactor(apiKey);
        _transport = new Transport(handler, baseUri, apiKey, Redactor, options, clock);
        _options = options;
        _clock = clock;
        _backoff = backoff ?? new Backoff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30));
        RateLimiter = limiter;
    }

    public RateLimiter RateLimiter { get; }

    public KeyRedactor Redactor { get; }

    /// <summary>Sends a request and reads its response. Retries a transient failure, also one of <paramref name="read"/>.</summary>
    /// <exception cref="SkipcallException">The request failed; the inner exception is the cause of the last attempt.</exception>
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
                    return Read(request, response, read, cancellationToken);
                }

                failure = ServiceError.From(request, response, _clock.UtcNow);
            }
            catch (SkipcallException e) when (e.IsTransient)
            {
                failure = e;
            }

            if (failure.StatusCode == 429)
            {
                // Not a retry: the limiter now knows how long to wait.
                if (++rejections > MaximumRejections)
                {
                    throw failure;
                }

                context.Log.Verbose(() => $"{failure.Message} The request is sent again after the wait.");
                continue;
            }

            // A write may have succeeded although its response failed, so only the caller can decide to repeat it.
            if (!failure.IsTransient || !request.IsSafe || retries == _options.MaximumRetryCount)
            {
                throw failure;
            }

            retries++;
            await WaitToRetryAsync(request, failure, retries, context, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Decodes a response. Any failure is an <c>InvalidResponse</c>.</summary>
    private T Read<T>(ApiRequest request, ApiResponse response, Func<ApiResponse, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return read(response);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SkipcallException e) when (e.ErrorId == SkipcallErrorId.InvalidResponse && !e.IsTransient && response.IsHtml)
        {
            throw SkipcallException.HtmlPage(request.ToString());
        }
        catch (SkipcallException e) when (e.InnerException is { } inner && Redactor.Clean(inner) is var clean && clean != inner)
        {
            throw new SkipcallException(e.ErrorId, e.Message, clean) { IsTransient = e.IsTransient };
        }
        catch (Exception e) when (e is not SkipcallException)
        {
            throw SkipcallException.UnexpectedBody(Redactor.Clean(e.Message), Redactor.Clean(e));
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
                RateLimiter.Answered(lease, response.Status, response.Rate, response.IsFromApi);
            }
        }
    }

    private async Task WaitToRetryAsync(ApiRequest request, SkipcallException failure, int number, RequestContext context, CancellationToken cancellationToken)
    {
        var wait = _backoff.Wait(number);
        if (failure.RetryAfter is { } retryAfter && retryAfter > wait)
        {
            if (retryAfter > _options.MaximumWait)
            {
                throw failure;
            }

            wait = retryAfter;
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
