using System.Management.Automation;
using Skipcall.Commands.Conversion;
using Skipcall.Engine;
using Skipcall.Engine.Tapes;
using Skipcall.Sandboxing;

namespace Skipcall.Commands;

/// <summary>Creates a simulated Skipcall API in memory, to try the module without a key and to test scripts without a network.</summary>
[Cmdlet(VerbsCommon.New, "SkipcallSandbox", DefaultParameterSetName = SampleSet, HelpUri = HelpUris.Root + "New-SkipcallSandbox.md")]
[OutputType(typeof(Sandbox))]
public sealed class NewSkipcallSandboxCommand : SkipcallCommand
{
    private const string SampleSet = "Sample";
    private const string OwnSet = "Own";
    private const string TapeSet = "Tape";

    private readonly List<SequenceContact> _contacts = new();

    /// <summary>
    /// Your own contacts, instead of the sample sequences: contacts from the API, hashtables, or the output of Import-Clixml,
    /// ConvertFrom-Json or Import-Csv.
    /// </summary>
    [Parameter(ParameterSetName = OwnSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? Contact { get; set; }

    /// <summary>The sequence id for contacts that have none.</summary>
    [Parameter(ParameterSetName = OwnSet)]
    [ValidateNotNullOrEmpty]
    public string SequenceId { get; set; } = SandboxSequences.DemoId;

    /// <summary>The number of contacts in the sample sequence <c>demo</c>. They are created on demand.</summary>
    [Parameter(ParameterSetName = SampleSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Count { get; set; } = SandboxSequences.DefaultDemoCount;

    /// <summary>A recording of Connect-Skipcall -Record to replay instead of the sample sequences.</summary>
    [Parameter(ParameterSetName = TapeSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Tape { get; set; }

    /// <summary>The current day in the sandbox, on which sample data ends. The default is today.</summary>
    [Parameter]
    public DateTime? Date { get; set; }

    /// <summary>Requests per window; 0 means no limit.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int RateLimit { get; set; } = new SandboxOptions().RateLimit;

    /// <summary>The length of the rate limit's window, in seconds.</summary>
    [Parameter]
    [ValidateRange(0.001, 86400.0)]
    public double RateWindowSec { get; set; } = new SandboxOptions().RateWindow.TotalSeconds;

    /// <summary>Lets each request expire separately, instead of all at the end of the window.</summary>
    [Parameter]
    public SwitchParameter SlidingWindow { get; set; }

    /// <summary>Omits the rate headers and Retry-After.</summary>
    [Parameter]
    public SwitchParameter NoRateHeader { get; set; }

    /// <summary>The duration of each response, in milliseconds.</summary>
    [Parameter]
    [ValidateRange(0, 600000)]
    public int LatencyMs { get; set; }

    /// <summary>Failures to simulate: status codes, kinds, or hashtables with properties of SandboxFault.</summary>
    [Parameter]
    [ValidateNotNull]
    public SandboxFault[] Fault { get; set; } = Array.Empty<SandboxFault>();

    /// <summary>Rejects every request with 403 and this code, as the service does for an unsuitable plan.</summary>
    [Parameter]
    [ValidateSet("SUBSCRIPTION_REQUIRED", "PLAN_NOT_ELIGIBLE")]
    public string? DenyCode { get; set; }

    /// <summary>Removes the first contact and adds a new one before every n-th request for contacts; 0 means never.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MoveEvery { get; set; }

    /// <summary>Collects contacts from the pipeline.</summary>
    protected override void ProcessRecord()
    {
        foreach (var item in Contact ?? (ParameterSetName == OwnSet ? new object?[] { null } : Array.Empty<object?>()))
        {
            try
            {
                _contacts.Add(ObjectReader.ReadSequenceContact(item));
            }
            catch (ArgumentException e)
            {
                Refuse(FormattableString.Invariant($"Contact {_contacts.Count + 1} can't be used. ") + (item is null ? "It is null." : e.Message), e, item);
            }
        }
    }

    /// <summary>Creates the sandbox.</summary>
    protected override void EndProcessing()
    {
        if (MyInvocation.ExpectingInput && _contacts.Count == 0)
        {
            Refuse("No contact came from the pipeline. For a sandbox with an empty sequence, use -Contact @().", null, null);
        }

        try
        {
            Write(new Sandbox(Options(Date ?? DateTime.Today), SystemClock.Instance));
        }
        catch (SkipcallException e)
        {
            Fail(e, Tape);
        }
        catch (ArgumentException e)
        {
            Refuse(e.Message, e, null);
        }
    }

    private void Refuse(string message, Exception? cause, object? target) =>
        Fail(new SkipcallException(SkipcallErrorId.InvalidRequest, message, cause), target);

    private SandboxOptions Options(DateTime date) => new()
    {
        Sequences = ParameterSetName == OwnSet ? SandboxSequences.Own(_contacts, SequenceId) : SandboxSequences.Sample(Count, Date?.Date ?? DateTime.UtcNow),
        Tape = Tape is null ? null : new Tape(GetUnresolvedProviderPathFromPSPath(Tape)),
        Date = date,

        // A recording contains the service's own limit in its headers.
        RateLimit = ParameterSetName == TapeSet && !MyInvocation.BoundParameters.ContainsKey(nameof(RateLimit)) ? 0 : RateLimit,
        RateWindow = TimeSpan.FromTicks((long)(RateWindowSec * TimeSpan.TicksPerSecond)),
        SlidingWindow = SlidingWindow,
        RateHeaders = !NoRateHeader,
        Latency = TimeSpan.FromMilliseconds(LatencyMs),
        Faults = Fault.ToList(),
        DenyCode = DenyCode,
        MoveEvery = MoveEvery,
    };
}
