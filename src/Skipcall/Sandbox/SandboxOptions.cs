using Skipcall.Engine.Tapes;

namespace Skipcall.Sandboxing;

/// <summary>The settings of a sandbox. Later changes have no effect.</summary>
internal sealed class SandboxOptions
{
    /// <summary>Requests per window; 0 means no limit and no rate headers.</summary>
    public int RateLimit { get; set; } = 1000;

    public TimeSpan RateWindow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each request expires separately, instead of all at the end of the window.</summary>
    public bool SlidingWindow { get; set; }

    public TimeSpan Latency { get; set; }

    /// <summary>Whether responses have X-RateLimit and Retry-After headers.</summary>
    public bool RateHeaders { get; set; } = true;

    /// <summary>The error code of a 403 for every authorized request, for example SUBSCRIPTION_REQUIRED; null for none.</summary>
    public string? DenyCode { get; set; }

    /// <summary>The faults, of which the first matching one is used.</summary>
    public IList<SandboxFault> Faults { get; set; } = new List<SandboxFault>();

    public Tape? Tape { get; set; }

    public DateTime Date { get; set; } = SampleData.DefaultLastDay;

    public IDictionary<string, SandboxSequence> Sequences { get; set; } =
        new Dictionary<string, SandboxSequence>(StringComparer.Ordinal);

    /// <summary>Removes the first contact and adds a new one before every n-th request for contacts; 0 means never.</summary>
    public int MoveEvery { get; set; }

    public void Validate()
    {
        if (RateLimit < 0 || RateWindow <= TimeSpan.Zero || Latency < TimeSpan.Zero || MoveEvery < 0 || Date.Year is < 1900 or > 9000)
        {
            throw new ArgumentException("The date of a sandbox must be in the years 1900 to 9000, its rate window must be longer than zero, and no number may be negative.");
        }
    }
}
