using Skipcall.Engine;
using Skipcall.Engine.Http;

namespace Skipcall;

/// <summary>
/// A connection to the Skipcall API. It never changes, and can be used from several runspaces at once
/// (<c>-Connection $using:connection</c>); all connections with one key share one rate limit.
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

    /// <summary>Where requests go.</summary>
    public Uri BaseUri { get; }

    /// <summary>The key, masked: its kind, and its last four characters where enough others are left.</summary>
    public string ApiKey { get; }

    /// <summary>Requests a minute that the plan allows, as the service last said (<c>X-RateLimit-Limit</c>); null before it did.</summary>
    public int? RateLimit => Client.RateLimiter.Status.Limit;

    /// <summary>Requests left in this window, those on their way taken off (<c>X-RateLimit-Remaining</c>); null when unknown.</summary>
    public int? RateLimitRemaining => Client.RateLimiter.Status.Remaining;

    /// <summary>When the window ends, by the local clock (<c>X-RateLimit-Reset</c>); null when unknown.</summary>
    public DateTimeOffset? RateLimitReset => LocalTime.Of(Client.RateLimiter.Status.ResetAt);

    /// <summary>The longest one attempt may take, body included, in seconds; 0 is no limit.</summary>
    public double TimeoutSec { get; }

    /// <summary>How often a request is sent again after a failure that may pass.</summary>
    public int MaximumRetryCount { get; }

    /// <summary>The longest one wait for the rate limit, in seconds.</summary>
    public double MaximumWaitSec { get; }

    /// <summary>Whether it is to a sandbox instead of the service.</summary>
    public bool IsSandbox => Sandbox is not null;

    internal Sandbox? Sandbox { get; }

    internal SkipcallClient Client { get; }

    internal ConnectionMemory Memory { get; } = new();

    /// <summary>Where to, and with which key.</summary>
    /// <returns>For example <c>https://api-public.skipcall.app (sk_live_…abcd)</c>.</returns>
    public override string ToString() => $"{BaseUri.GetLeftPart(UriPartial.Authority)} ({ApiKey})";
}
