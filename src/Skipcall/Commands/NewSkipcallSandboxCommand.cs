using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Skipcall.Engine;
using Skipcall.Sandboxing;

namespace Skipcall.Commands;

/// <summary>Makes the Skipcall API in memory: for trying the module without a key, and for tests without a network.</summary>
[Cmdlet(VerbsCommon.New, "SkipcallSandbox", DefaultParameterSetName = SampleSet, HelpUri = HelpUris.Root + "New-SkipcallSandbox.md")]
[OutputType(typeof(Sandbox))]
public sealed class NewSkipcallSandboxCommand : SkipcallCommand
{
    private const string SampleSet = "Sample";
    private const string OwnSet = "Own";

    private readonly List<SequenceContact> _contacts = new();

    /// <summary>Your own contacts, instead of the sample sequences.</summary>
    [Parameter(ParameterSetName = OwnSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    public SequenceContact[] Contact { get; set; } = Array.Empty<SequenceContact>();

    /// <summary>The sequence of contacts that name none themselves.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateNotNullOrEmpty]
    public string SequenceId { get; set; } = SandboxSequences.DemoId;

    /// <summary>How many contacts the sample sequence <c>demo</c> has. They are made when they are asked for.</summary>
    [Parameter(ParameterSetName = SampleSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; } = SandboxSequences.DefaultDemoCount;

    /// <summary>Requests a window; 0 is no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimit { get; set; } = new SandboxOptions().RateLimit;

    /// <summary>The window of the rate limit, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.001, 86400.0)]
    public double RateWindowSec { get; set; } = new SandboxOptions().RateWindow.TotalSeconds;

    /// <summary>Each request leaves the window on its own, instead of all at its end.</summary>
    [Parameter]
    public SwitchParameter SlidingWindow { get; set; }

    /// <summary>Withholds the rate headers, and Retry-After.</summary>
    [Parameter]
    public SwitchParameter NoRateHeader { get; set; }

    /// <summary>How long each answer takes, in milliseconds.</summary>
    [Parameter]
    [ValidateRange(0, 600000)]
    public int LatencyMs { get; set; }

    /// <summary>What goes wrong, and where: a status code, a kind, or a hashtable of SandboxFault's properties.</summary>
    [Parameter]
    [ValidateNotNull]
    public SandboxFault[] Fault { get; set; } = Array.Empty<SandboxFault>();

    /// <summary>Refuses every request with 403 and this code, as the service does without a fitting plan.</summary>
    [Parameter]
    [ValidateSet("SUBSCRIPTION_REQUIRED", "PLAN_NOT_ELIGIBLE")]
    public string? DenyCode { get; set; }

    /// <summary>Before every n-th request for contacts, the first row goes and a new one comes at the end; 0 is never.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MoveEvery { get; set; }

    /// <summary>Collects contacts from the pipeline.</summary>
    protected override void ProcessRecord() => _contacts.AddRange(Contact);

    /// <summary>Makes the sandbox.</summary>
    protected override void EndProcessing()
    {
        try
        {
            Write(new Sandbox(Options(), SystemClock.Instance));
        }
        catch (ArgumentException e)
        {
            Fail(new SkipcallException(SkipcallErrorId.InvalidRequest, e.Message, e), null);
        }
    }

    private SandboxOptions Options() => new()
    {
        Sequences = ParameterSetName == OwnSet ? SandboxSequences.Own(_contacts, SequenceId) : SandboxSequences.Sample(Count),
        RateLimit = RateLimit,
        RateWindow = TimeSpan.FromTicks((long)(RateWindowSec * TimeSpan.TicksPerSecond)),
        SlidingWindow = SlidingWindow,
        RateHeaders = !NoRateHeader,
        Latency = TimeSpan.FromMilliseconds(LatencyMs),
        Faults = Fault.ToList(),
        DenyCode = DenyCode,
        MoveEvery = MoveEvery,
    };
}
