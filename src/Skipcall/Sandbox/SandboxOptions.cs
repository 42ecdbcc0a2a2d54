using Skipcall.Engine.Tapes;

namespace Skipcall.Sandboxing;

/// <summary>The settings of a sandbox, read once when it is created.</summary>
internal sealed class SandboxOptions
{
    /// <summary>Requests per window; 0 means no limit and no rate headers.</summary>
    public int RateLimit { get; set; } = 1000;

    public TimeSpan RateWindow { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each request leaves the window on its own, instead of all at its end.</summary>
    public bool SlidingWindow { get; set; }

    /// <summary>How long each response takes.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>False withholds every X-RateLimit and Retry-After header.</summary>
    public bool RateHeaders { get; set; } = true;

    /// <summary>The error code of a 403 for every authorized request, for example SUBSCRIPTION_REQUIRED; null for none.</summary>
    public string? DenyCode { get; set; }

    /// <summary>The first one that fits a request hits it.</summary>
    public IList<SandboxFault> Faults { get; set; } = new List<SandboxFault>();

    /// <summary>A recording to replay instead of the sequences.</summary>
    public Tape? Tape { get; set; }

    /// <summary>The day it is in the sandbox.</summary>
    public DateTime Date { get; set; } = SampleData.DefaultLastDay;

    public IDictionary<string, SandboxSequence> Sequences { get; set; } =
        new Dictionary<string, SandboxSequence>(StringComparer.Ordinal);

    /// <summary>Before every n-th contacts request the first contact leaves and a new one joins at the end; 0 means never.</summary>
    public int MoveEvery { get; set; }

    public void Validate()
    {
        // Sample data take up most of the year before the date, and days can pass.
        if (RateLimit < 0 || RateWindow <= TimeSpan.Zero || Latency < TimeSpan.Zero || MoveEvery < 0 || Date.Year is < 1900 or > 9000)
        {
            throw new ArgumentException("The date of a sandbox must be in the years 1900 to 9000, its rate window must be longer than zero, and no number may be negative.");
        }
    }
}
