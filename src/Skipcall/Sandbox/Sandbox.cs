using System.Globalization;
using Skipcall.Engine;
using Skipcall.Sandboxing;

namespace Skipcall;

/// <summary>
/// The Skipcall API in memory, without a port, a process or an account. <c>New-SkipcallSandbox</c> creates one and
/// <c>Connect-Skipcall -Sandbox</c> connects to it.
/// </summary>
public sealed class Sandbox
{
    private readonly Dictionary<string, SandboxSequence> _sequences;
    private readonly SandboxFault[] _faults;
    private readonly List<SandboxRequest> _requests = new();
    private int _lastNumber;

    internal Sandbox(SandboxOptions options, IClock clock)
    {
        options.Validate();
        Clock = clock;
        Latency = options.Latency;
        RateLimit = options.RateLimit;
        RateWindow = options.RateWindow;
        Date = options.Date.Date;

        // Copies, because a fault counts its hits.
        _faults = options.Faults.Select(fault => fault.Copy()).ToArray();
        _sequences = new Dictionary<string, SandboxSequence>(options.Sequences, StringComparer.Ordinal);
        SequenceIds = options.Tape?.SequenceIds ?? _sequences.Keys.ToArray();
        Api = new SandboxApi(options, _sequences, clock);
    }

    /// <summary>The only key that the sandbox accepts. It opens nothing else, so it is not a secret.</summary>
    public string ApiKey { get; } = SandboxApi.Key;

    /// <summary>The address that stands for the sandbox. It does not exist (RFC 2606); the sandbox ignores the host.</summary>
    public Uri BaseUri { get; } = new("https://sandbox.skipcall.invalid/");

    /// <summary>The requests received so far, oldest first. A copy: later requests do not change it.</summary>
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

    /// <summary>Ids of its sequences.</summary>
    public IReadOnlyList<string> SequenceIds { get; }

    /// <summary>Requests it answers in one <see cref="RateWindow"/>; 0 means no limit.</summary>
    public int RateLimit { get; }

    /// <summary>Length of the rate limit's window.</summary>
    public TimeSpan RateWindow { get; }

    /// <summary>The day it is in the sandbox: sample data end on it, and <c>Step-SkipcallSandbox</c> moves it on.</summary>
    public DateTime Date { get; private set; }

    internal IClock Clock { get; }

    internal TimeSpan Latency { get; }

    internal SandboxApi Api { get; }

    /// <summary>Empties <see cref="Requests"/>. The rate limit and the numbering of requests continue.</summary>
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

    /// <summary>Lets days pass in every sequence. The same seed makes the same days, whether they pass at once or one by one.</summary>
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
    }

    /// <summary>The contacts of a sequence, for tests that change them; null if there is no such sequence.</summary>
    internal SandboxSequence? FindSequence(string id) => _sequences.TryGetValue(id, out var sequence) ? sequence : null;

    /// <summary>Numbers and records a request, and returns the first fault that hits it.</summary>
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
