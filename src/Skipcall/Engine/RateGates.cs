using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Skipcall.Engine;

/// <summary>
/// The gates of this process: one for each key and origin, whoever connects with it and in whatever runspace, and one for each
/// sandbox. It is the only thing the module keeps for the whole process, and it keeps nothing alive: a gate that no connection
/// uses any more is forgotten, and the key it was for with it.
/// </summary>
internal static class RateGates
{
    private static readonly List<WeakReference<ServiceGate>> s_gates = new();
    private static readonly ConditionalWeakTable<Sandbox, RateGate> s_sandboxes = new();

    public static RateGate For(Uri origin, string apiKey)
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

            var added = new ServiceGate(origin, apiKey);
            s_gates.Add(new WeakReference<ServiceGate>(added));
            return added;
        }
    }

    public static RateGate For(Sandbox sandbox) => s_sandboxes.GetValue(sandbox, static _ => new RateGate(SystemClock.Instance));

    private sealed class ServiceGate : RateGate
    {
        private readonly Uri _origin;
        private readonly string _apiKey;

        public ServiceGate(Uri origin, string apiKey)
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
