using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Http;
using Skipcall.Engine;
using Skipcall.Sandboxing;

namespace Skipcall;

/// <summary>
/// The Skipcall API in memory: no port, no process, no account. <c>New-SkipcallSandbox</c> makes one and
/// <c>Connect-Skipcall -Sandbox</c> connects to it.
/// </summary>
public sealed class Sandbox
{
    private readonly SequenceStore _sequences;

    internal Sandbox(SandboxOptions options, IClock clock)
    {
        options.Validate();
        _sequences = new SequenceStore(options.Sequences, rowsMove: options.MoveEvery > 0);
        Clock = clock;
        Latency = options.Latency;
        RateLimit = options.RateLimit;
        RateWindow = options.RateWindow;
        Faults = new FaultPlan(options.Faults);

        var calls = new CallBook(_sequences, options.Sequences);
        var tags = new TagBook(options.Sequences.Values);
        Service = new SandboxService(this, options, new SandboxRouter(
            ContactsEndpoint.Route(_sequences, new RowMover(options.MoveEvery, clock)),
            CallsEndpoint.List(calls),
            CallsEndpoint.One(calls),
            HealthEndpoint.Route(),
            WorkspacesEndpoint.Route(),
            UsersEndpoint.Route(),
            TagsEndpoint.Create(tags),
            TagsEndpoint.Delete(tags)));
    }

    /// <summary>The one key that the sandbox accepts. It opens nothing else, so it is no secret.</summary>
    public string ApiKey { get; } = "sk_test_sandbox0000000000000000";

    /// <summary>The address that stands for the sandbox. It leads nowhere (RFC 2606): the sandbox itself ignores the host.</summary>
    public Uri BaseUri { get; } = new("https://sandbox.skipcall.invalid/");

    /// <summary>What the sandbox was asked so far, in the order it came; a list that does not change any more.</summary>
    public IReadOnlyList<SandboxRequest> Requests => Log.Snapshot();

    /// <summary>Ids of the sequences it has.</summary>
    public IReadOnlyList<string> SequenceIds => _sequences.Ids;

    /// <summary>Requests that it answers in one <see cref="RateWindow"/>; 0 when there is no limit.</summary>
    public int RateLimit { get; }

    /// <summary>How long the window of the rate limit is.</summary>
    public TimeSpan RateWindow { get; }

    internal IClock Clock { get; }

    internal TimeSpan Latency { get; }

    internal FaultPlan Faults { get; }

    internal RequestLog Log { get; } = new();

    internal SandboxService Service { get; }

    /// <summary>
    /// For tests: called with each request and its number just before it is routed, so that rows can change between
    /// two requests. A response it returns is sent as it is, with no header added.
    /// </summary>
    internal Func<HttpRequestMessage, int, HttpResponseMessage?>? BeforeRouting { get; set; }

    /// <summary>Empties <see cref="Requests"/>. The rate limit and the numbers of the requests go on.</summary>
    public void ClearRequests() => Log.Clear();

    /// <summary>Makes a handler that answers from this sandbox, for an <see cref="HttpClient"/> of one's own.</summary>
    /// <returns>A new handler; disposing of it leaves the sandbox as it is.</returns>
    public HttpMessageHandler CreateHandler() => new SandboxHandler(this);

    /// <summary>The sequences, the rate limit and how often it was asked.</summary>
    /// <returns>For example <c>Skipcall sandbox (demo, empty, large): 1000 requests per 60 s, 3 asked</c>.</returns>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        RateLimit == 0 ? "Skipcall sandbox ({0}): no rate limit, {3} asked" : "Skipcall sandbox ({0}): {1} requests per {2:0.###} s, {3} asked",
        string.Join(", ", SequenceIds),
        RateLimit,
        RateWindow.TotalSeconds,
        Log.Count);

    /// <summary>The rows of a sequence, for tests that change them; null when there is none of that id.</summary>
    internal SandboxSequence? FindSequence(string id) => _sequences.Find(id);
}
