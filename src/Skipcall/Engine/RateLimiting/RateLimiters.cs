using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Skipcall.Engine.RateLimiting;

/// <summary>
/// The gates of this process: one for each key and origin, whoever connects with it and in whatever runspace, and one for each
/// sandbox. It is the only thing the module keeps for the whole process, and it keeps nothing alive: a gate that no connection
/// uses any more is forgotten, and the key it was for with it.
/// </summary>
internal static class RateLimiters
{
    private static readonly List<WeakReference<ServiceRateLimiter>> s_gates = new();
    private static readonly ConditionalWeakTable<Sandbox, RateLimiter> s_sandboxes = new();

    public static RateLimiter For(Uri origin, string apiKey)
    {
        lock (s_gates)
        {
            s_gates.RemoveAll(static known => !known.TryGetTarget(out _));
            foreach (var known in s_gates)
            {
                if (known.TryGetTarget(out var gate) && gate.IsFor(origin, apiKey))
                {
                    return gate;
                }
            }

            var added = new ServiceRateLimiter(origin, apiKey);
            s_gates.Add(new WeakReference<ServiceRateLimiter>(added));
            return added;
        }
    }

    public static RateLimiter For(Sandbox sandbox) => s_sandboxes.GetValue(sandbox, static _ => new RateLimiter(SystemClock.Instance));

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
