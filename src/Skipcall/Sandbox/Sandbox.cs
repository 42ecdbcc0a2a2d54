using System.Globalization;
using Skipcall.Engine;
using Skipcall.Sandboxing;

namespace Skipcall;

/// <summary>
/// A simulated Skipcall API in memory, without a port, process or account. Create it with <c>New-SkipcallSandbox</c> and connect to it
/// with <c>Connect-Skipcall -Sandbox</c>.
/// </summary>
public sealed class Sandbox
{
    private readonly Dictionary<string, SandboxSequence> _sequences;
    private readonly SandboxFault[] _faults;
    private readonly List<SandboxRequest> _requests = new();
    private readonly SandboxClock _clock;
    private int _lastNumber;

    internal Sandbox(SandboxOptions options, IClock clock)
    {
        options.Validate();
        _clock = new SandboxClock(clock);
        Latency = options.Latency;
        RateLimit = options.RateLimit;
        RateWindow = options.RateWindow;
        Date = options.Date.Date;

        _faults = options.Faults.Select(fault => fault.Copy()).ToArray();
        _sequences = new Dictionary<string, SandboxSequence>(options.Sequences, StringComparer.Ordinal);
        SequenceIds = options.Tape?.SequenceIds ?? _sequences.Keys.ToArray();
        Api = new SandboxApi(options, _sequences, _clock);
    }

    /// <summary>The only key that the sandbox accepts. It is not a secret.</summary>
    public string ApiKey { get; } = SandboxApi.Key;

    /// <summary>The base URI. Its host does not exist (RFC 2606), and the sandbox ignores it.</summary>
    public Uri BaseUri { get; } = new("https://sandbox.skipcall.invalid/");

    /// <summary>A copy of the requests received so far, oldest first.</summary>
    public IReadOnlyList<SandboxRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return _requests.Select(request => request.Copy()).ToArray();
            }
        }
    }

    /// <summary>Ids of the sequences.</summary>
    public IReadOnlyList<string> SequenceIds { get; }

    /// <summary>Requests per <see cref="RateWindow"/>; 0 means no limit.</summary>
    public int RateLimit { get; }

    /// <summary>Length of the rate limit window.</summary>
    public TimeSpan RateWindow { get; }

    /// <summary>The current day in the sandbox, on which sample data ends. <c>Step-SkipcallSandbox</c> advances it.</summary>
    public DateTime Date { get; private set; }

    internal IClock Clock => _clock;

    internal TimeSpan Latency { get; }

    internal SandboxApi Api { get; }

    /// <summary>Clears <see cref="Requests"/>. Does not reset the rate limit or the numbering of requests.</summary>
    public void ClearRequests()
    {
        lock (_requests)
        {
            _requests.Clear();
        }
    }

    /// <summary>Creates a handler that answers from this sandbox, for your own <see cref="HttpClient"/>.</summary>
    /// <returns>A new handler. Disposing it does not affect the sandbox.</returns>
    public HttpMessageHandler CreateHandler() => new SandboxHandler(this);

    /// <summary>The sequences, the rate limit and the number of requests.</summary>
    /// <returns>For example <c>Skipcall sandbox (demo, empty, large): 1000 requests per 60 s, 3 received</c>.</returns>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        RateLimit == 0 ? "Skipcall sandbox ({0}): no rate limit, {3} received" : "Skipcall sandbox ({0}): {1} requests per {2:0.###} s, {3} received",
        string.Join(", ", SequenceIds),
        RateLimit,
        RateWindow.TotalSeconds,
        Requests.Count);

    /// <summary>Simulates days in every sequence. The seed alone determines the changes, for several days at once or one by one.</summary>
    internal void Step(int days, int seed = 0)
    {
        for (var i = 0; i < days; i++)
        {
            Date = Date.AddDays(1);
            foreach (var sequence in _sequences.Values)
            {
                sequence.Step(Date, DeterministicId.Mix((ulong)(uint)seed, 0, SampleSalt.Day));
            }
        }

        _clock.Reach(new DateTimeOffset(Date.AddDays(1).Ticks, TimeSpan.Zero));
    }

    /// <summary>A sequence, for tests that change its contacts; null if it does not exist.</summary>
    internal SandboxSequence? FindSequence(string id) => _sequences.TryGetValue(id, out var sequence) ? sequence : null;

    /// <summary>Numbers and records a request, and returns the first matching fault.</summary>
    internal SandboxFault? Receive(SandboxRequest request)
    {
        lock (_requests)
        {
            request.Number = ++_lastNumber;
            _requests.Add(request);
            return Array.Find(_faults, fault => fault.Hits(request));
        }
    }
}
