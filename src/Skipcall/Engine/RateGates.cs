using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Skipcall.Engine;

/// <summary>
/// The gates of this process: one for each key and origin, whoever connects with it and in whatever runspace, and one for each
/// sandbox. It is the only thing the module keeps for the whole process, it holds a hash instead of the key, and a gate
/// that nobody uses any more is forgotten.
/// </summary>
internal static class RateGates
{
    private static readonly Dictionary<string, WeakReference<RateGate>> s_gates = new(StringComparer.Ordinal);
    private static readonly ConditionalWeakTable<Sandbox, RateGate> s_sandboxes = new();

    public static RateGate For(Uri origin, string apiKey)
    {
        var name = origin.GetLeftPart(UriPartial.Authority).ToUpperInvariant() + " " + Hash(apiKey);
        lock (s_gates)
        {
            if (s_gates.TryGetValue(name, out var known) && known.TryGetTarget(out var gate))
            {
                return gate;
            }

            Sweep();
            gate = new RateGate(SystemClock.Instance);
            s_gates[name] = new WeakReference<RateGate>(gate);
            return gate;
        }
    }

    public static RateGate For(Sandbox sandbox) => s_sandboxes.GetValue(sandbox, static _ => new RateGate(SystemClock.Instance));

    private static void Sweep()
    {
        var forgotten = new List<string>();
        foreach (var pair in s_gates)
        {
            if (!pair.Value.TryGetTarget(out _))
            {
                forgotten.Add(pair.Key);
            }
        }

        foreach (var name in forgotten)
        {
            s_gates.Remove(name);
        }
    }

    private static string Hash(string apiKey)
    {
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(apiKey)));
    }
}
