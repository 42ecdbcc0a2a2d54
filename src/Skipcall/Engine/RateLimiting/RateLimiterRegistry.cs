using System.Runtime.CompilerServices;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// The rate limiters of this process: one per origin and key, and one per sandbox. Weak references drop a limiter and its key with
/// the last connection.
/// </summary>
internal static class RateLimiterRegistry
{
    private static readonly List<WeakReference<ServiceRateLimiter>> s_limiters = new();
    private static readonly ConditionalWeakTable<Sandbox, RateLimiter> s_sandboxes = new();

    public static RateLimiter For(Uri origin, string apiKey)
    {
        lock (s_limiters)
        {
            // A new connection must not be blocked by an absurd response to an old one.
            s_limiters.RemoveAll(static known => !known.TryGetTarget(out var limiter) || limiter.IsStuck);
            foreach (var known in s_limiters)
            {
                if (known.TryGetTarget(out var limiter) && limiter.IsFor(origin, apiKey))
                {
                    return limiter;
                }
            }

            var added = new ServiceRateLimiter(origin, apiKey);
            s_limiters.Add(new WeakReference<ServiceRateLimiter>(added));
            return added;
        }
    }

    public static RateLimiter For(Sandbox sandbox)
    {
        if (s_sandboxes.TryGetValue(sandbox, out var known) && known.IsStuck)
        {
            s_sandboxes.Remove(sandbox);
        }

        return s_sandboxes.GetValue(sandbox, static _ => new RateLimiter(SystemClock.Instance));
    }

    private sealed class ServiceRateLimiter : RateLimiter
    {
        private readonly Uri _origin;
        private readonly string _apiKey;

        public ServiceRateLimiter(Uri origin, string apiKey)
            : base(SystemClock.Instance)
        {
            _origin = origin;
            _apiKey = apiKey;
        }

        public bool IsFor(Uri origin, string apiKey) =>
            string.Equals(_apiKey, apiKey, StringComparison.Ordinal)
            && Uri.Compare(_origin, origin, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
    }
}
