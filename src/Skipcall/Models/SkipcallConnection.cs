using Skipcall.Engine;
using Skipcall.Engine.Http;

namespace Skipcall;

/// <summary>
/// A connection to the Skipcall API. It is immutable and can be used by several runspaces at once
/// (<c>-Connection $using:connection</c>). Connections with the same key share one rate limit.
/// </summary>
public sealed class SkipcallConnection
{
    internal SkipcallConnection(Uri baseUri, string apiKey, SkipcallClient client, ClientOptions options, Sandbox? sandbox)
    {
        BaseUri = baseUri;
        ApiKey = ApiKeyText.Mask(apiKey);
        Client = client;
        Sandbox = sandbox;
        TimeoutSec = options.Timeout.TotalSeconds;
        MaximumRetryCount = options.MaximumRetryCount;
        MaximumWaitSec = options.MaximumWait.TotalSeconds;
    }

    /// <summary>Base URI of the API.</summary>
    public Uri BaseUri { get; }

    /// <summary>The masked API key: its prefix and, if the key is long enough, its last four characters.</summary>
    public string ApiKey { get; }

    /// <summary>Requests per minute, as last reported (<c>X-RateLimit-Limit</c>); null if unknown.</summary>
    public int? RateLimit => Client.RateLimiter.Status.Limit;

    /// <summary>Requests left in this window, minus those in flight (<c>X-RateLimit-Remaining</c>); null if unknown.</summary>
    public int? RateLimitRemaining => Client.RateLimiter.Status.Remaining;

    /// <summary>When the window ends, by the local clock (<c>X-RateLimit-Reset</c>); null if unknown.</summary>
    public DateTimeOffset? RateLimitReset => LocalTime.Of(Client.RateLimiter.Status.ResetAt);

    /// <summary>Timeout of one attempt, body included, in seconds; 0 means no limit.</summary>
    public double TimeoutSec { get; }

    /// <summary>Maximum number of retries after a transient failure.</summary>
    public int MaximumRetryCount { get; }

    /// <summary>Longest wait for the rate limit, in seconds. It applies to each wait.</summary>
    public double MaximumWaitSec { get; }

    /// <summary>Whether this is a connection to a sandbox.</summary>
    public bool IsSandbox => Sandbox is not null;

    internal Sandbox? Sandbox { get; }

    internal SkipcallClient Client { get; }

    internal SeenValues Memory { get; } = new();

    /// <summary>The address and the masked key.</summary>
    /// <returns>For example <c>https://api-public.skipcall.app (sk_live_…abcd)</c>.</returns>
    public override string ToString() => $"{BaseUri.GetLeftPart(UriPartial.Authority)} ({ApiKey})";
}
