using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Http;

/// <summary>Sends a request once, and reads the whole response.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Other runspaces may still use the connection; idle sockets close by themselves.")]
internal sealed class Transport
{
    private static readonly ProductInfoHeaderValue s_userAgent = new("Skipcall-PowerShell", typeof(Transport).Assembly.GetName().Version.ToString(3));

    private const int MaximumBytesShown = 2000;

    private static readonly CacheControlHeaderValue s_noCache = new() { NoCache = true };

    private readonly HttpMessageInvoker _invoker;
    private readonly Uri _baseUri;
    private readonly AuthenticationHeaderValue _authorization;
    private readonly KeyRedactor _redactor;
    private readonly TimeSpan _timeout;
    private readonly int _maximumBytes;
    private readonly IClock _clock;

    public Transport(HttpMessageHandler handler, Uri baseUri, string apiKey, KeyRedactor redactor, ClientOptions options, IClock clock)
    {
        _invoker = new HttpMessageInvoker(handler);
        _baseUri = baseUri;
        _authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        _redactor = redactor;
        _timeout = options.Timeout;
        _maximumBytes = options.MaximumResponseBytes;
        _clock = clock;
    }

    /// <exception cref="SkipcallException"><c>Timeout</c> or <c>ConnectionFailed</c>.</exception>
    public async Task<ApiResponse> SendAsync(ApiRequest request, IEngineLog log, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(_clock, _timeout, cancellationToken);
        var start = _clock.Elapsed;
        try
        {
            using var message = CreateMessage(request);
            using var response = await _invoker.SendAsync(message, deadline.Token).ConfigureAwait(false);
            // Some platforms ignore cancellation during a stalled read; disposing the response ends it.
            using var abort = deadline.Token.Register(static answer => ((HttpResponseMessage)answer!).Dispose(), response);
            log.Debug(() => TextSanitizer.Describe(request, response, _redactor));
            var now = _clock.UtcNow;
            var requestedAt = (RateHeaders.DateOf(response) ?? now) - (_clock.Elapsed - start);
            var rate = RateHeaders.Read(response, now);
            var content = response.Content;
            using var body = await content.ReadAsStreamAsync().ConfigureAwait(false);
            var result = await ApiResponse.ReadAsync(
                (int)response.StatusCode, rate, requestedAt, content.Headers.ContentType?.MediaType, body, deadline.Token, _maximumBytes).ConfigureAwait(false);
            result.Redactor = _redactor;
            log.Debug(() => $"{request}: {DescribeBody(result)}");
            result.CancellationToken = cancellationToken;
            result.Age = response.Headers.Age ?? TimeSpan.Zero;
            return result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // A cancelled request can throw anything.
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (deadline.Token.IsCancellationRequested)
        {
            throw new SkipcallException(SkipcallErrorId.Timeout, $"There was no complete response within {_timeout.TotalSeconds:0.###} s ({request}).", _redactor.Clean(e)) { IsTransient = true };
        }
        catch (Exception e) when (e is not SkipcallException)
        {
            throw new SkipcallException(
                SkipcallErrorId.ConnectionFailed, $"The connection to {_baseUri.Host} failed ({request}): {_redactor.Clean(Innermost(e).Message)}", _redactor.Clean(e))
            {
                IsTransient = IsTransient(e),
                RecommendedAction = IsProxyRefusal(e) ? "Check the user name and password for the proxy (Connect-Skipcall -ProxyCredential)." : null,
            };
        }
    }

    private string DescribeBody(ApiResponse response)
    {
        var length = Math.Min(response.Body.Length, MaximumBytesShown);
        return length == 0 ? "no body" : _redactor.Clean(Encoding.UTF8.GetString(response.Body.Slice(0, length).ToArray()), MaximumBytesShown);
    }

    private HttpRequestMessage CreateMessage(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(_baseUri.AbsoluteUri.TrimEnd('/') + request.PathAndQuery));
        message.Headers.Authorization = _authorization;
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(s_userAgent);
        message.Headers.CacheControl = request.IsSafe ? s_noCache : null;
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        else if (!request.IsSafe)
        {
            // .NET resends a request without content when a kept-alive connection closes. Empty content prevents that.
            message.Content = new ByteArrayContent(Array.Empty<byte>());
        }

        return message;
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
        {
            e = inner;
        }

        return e;
    }

    /// <summary>Whether a retry can help. Certificate errors and wrong proxy addresses are permanent.</summary>
    private static bool IsTransient(Exception e) =>
        e is HttpRequestException or IOException or OperationCanceledException or InvalidDataException
        && !HasInner<AuthenticationException>(e) && !HasInner<NotSupportedException>(e) && !IsProxyRefusal(e);

    // Retrying a wrong password can lock the account. The status is only in the message: '407' on .NET, (407) on .NET Framework. Without
    // these marks, a port or host with 407 in it would match.
    private static bool IsProxyRefusal(Exception? e) =>
        e is not null
        && ((e is HttpRequestException or WebException && (e.Message.Contains("'407'") || e.Message.Contains("(407)"))) || IsProxyRefusal(e.InnerException));

    private static bool HasInner<TException>(Exception? e)
        where TException : Exception
    {
        while (e is not null and not TException)
        {
            e = e.InnerException;
        }

        return e is not null;
    }
}
