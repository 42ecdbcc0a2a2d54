using System;
using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>What a sandbox is made from. It is read once, when the sandbox is made.</summary>
internal sealed class SandboxOptions
{
    /// <summary>Requests a window; 0 is no limit, and then there are no rate headers either.</summary>
    public int RateLimit { get; set; } = 1000;

    public TimeSpan RateWindow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each request leaves the window on its own, instead of all of them at its end.</summary>
    public bool SlidingWindow { get; set; }

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>Off withholds every X-RateLimit and Retry-After header.</summary>
    public bool RateHeaders { get; set; } = true;

    /// <summary>The error code of a 403 for every authorised request, for example SUBSCRIPTION_REQUIRED; null is none.</summary>
    public string? DenyCode { get; set; }

    /// <summary>The first one that fits a request hits it.</summary>
    public IList<SandboxFault> Faults { get; set; } = new List<SandboxFault>();

    public IDictionary<string, SandboxSequence> Sequences { get; set; } =
        new Dictionary<string, SandboxSequence>(StringComparer.Ordinal);

    /// <summary>
    /// Before every n-th contacts request the first row is taken away and a new one is put at the end; 0 is never.
    /// </summary>
    public int MoveEvery { get; set; }

    public void Validate()
    {
        RequireAtLeast(RateLimit, 0, nameof(RateLimit));
        RequireAtLeast(RateWindow, TimeSpan.FromTicks(1), nameof(RateWindow));
        RequireAtLeast(Latency, TimeSpan.Zero, nameof(Latency));
        RequireAtLeast(MoveEvery, 0, nameof(MoveEvery));
    }

    private static void RequireAtLeast<T>(T value, T least, string name)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"It is {least} or more."));
        }
    }
}
