using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal static class AllowedFailures
{
    // The client may give up after this many 429s for one request, not before.
    private const int RejectionsToBear = 10;

    // Rounding, Date in whole seconds, and network latency.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(10);

    // The longest backoff if the service names no wait: a minute, plus a quarter as jitter.
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(75);

    public static bool IsReasonToFail(Pass lastPass, Scenario scenario) =>
        lastPass.Exchanges.GroupBy(exchange => exchange.Page).Any(page => IsReasonToFail(page, scenario))
        || lastPass.Exchanges.Any(exchange => LongestWait(exchange, scenario) > scenario.Options.MaximumWait);

    /// <summary>A failure that a retry may fix.</summary>
    public static bool MayPass(Exchange attempt) => attempt.Fault?.Kind is
        FaultKind.Transient or FaultKind.Reset or FaultKind.BrokenBody or FaultKind.CutJson or FaultKind.Hang or FaultKind.HangInBody;

    private static bool IsReasonToFail(IEnumerable<Exchange> attempts, Scenario scenario)
    {
        var failures = 0;
        var rejections = 0;
        foreach (var attempt in attempts)
        {
            switch (attempt)
            {
                case { IsOverBudget: true } or { Fault.Kind: FaultKind.Rejection }:
                    rejections++;
                    break;
                case { Fault.Kind: FaultKind.Html or FaultKind.Refusal }:
                case { Fault: { Kind: FaultKind.Transient } fault } when Asked(fault, scenario) > scenario.Options.MaximumWait:
                    return true;
                default:
                    failures += MayPass(attempt) ? 1 : 0;
                    break;
            }
        }

        return failures > scenario.Options.MaximumRetryCount || rejections > RejectionsToBear;
    }

    /// <summary>The longest rate limit wait that an answer can cause.</summary>
    private static TimeSpan LongestWait(Exchange exchange, Scenario scenario)
    {
        var wait = exchange.Ticket is { } ticket ? ticket.ResetsAt - exchange.ReadAt + s_tolerance + UnknownSkew(scenario) : TimeSpan.Zero;
        if (exchange.Fault is { Kind: FaultKind.Rejection } fault)
        {
            var asked = LeavesTheWaitToTheClient(fault, scenario) ? s_longestBackoff : Asked(fault, scenario) + s_tolerance;
            wait = asked > wait ? asked : wait;
        }

        var isMute = scenario.Rate.Headers is RateHeaderStyle.Absent or RateHeaderStyle.Stale;
        return exchange.IsOverBudget && isMute && s_longestBackoff > wait ? s_longestBackoff : wait;
    }

    /// <summary>No Retry-After, or a date already past on the only clock the client knows.</summary>
    private static bool LeavesTheWaitToTheClient(Fault fault, Scenario scenario) =>
        fault.RetryAfter == RetryAfterStyle.Absent
        || (fault.RetryAfter == RetryAfterStyle.Date && !scenario.SendsDate && scenario.Skew < TimeSpan.Zero);

    private static TimeSpan Asked(Fault fault, Scenario scenario) => fault.RetryAfter switch
    {
        RetryAfterStyle.Seconds => TimeSpan.FromSeconds(fault.Seconds),
        // Compared with Date, which has whole seconds too and is written when the service starts to answer.
        RetryAfterStyle.Date => TimeSpan.FromSeconds(fault.Seconds + 2) + scenario.Paces.Max(pace => pace.Back) + UnknownSkew(scenario),
        _ => TimeSpan.Zero,
    };

    /// <summary>How much later the service's times appear if it sends no Date.</summary>
    private static TimeSpan UnknownSkew(Scenario scenario) =>
        !scenario.SendsDate && scenario.Skew > TimeSpan.Zero ? scenario.Skew : TimeSpan.Zero;

    /// <summary>Whether the rate headers let a client that is the only user of its key avoid every 429.</summary>
    public static bool IsHonest(ScanResult result) =>
        result.Scenario.Rate.Window is not null && StatesTheReset(result.Scenario)
        && !result.Scenario.Faults.Any(HidesTheBudget) && !GaveUpARequest(result.Service);

    /// <summary>A request was cancelled, and the rate headers of its answer are lost.</summary>
    private static bool GaveUpARequest(ModelService service) =>
        service.Exchanges is var arrived && (arrived.Count < service.Sent || arrived.Any(exchange => !exchange.IsAnswered));

    private static bool StatesTheReset(Scenario scenario) => scenario.Rate.Headers switch
    {
        RateHeaderStyle.Absent or RateHeaderStyle.Stale => false,
        RateHeaderStyle.DeltaSeconds => true,
        _ => scenario.Skew == TimeSpan.Zero || (scenario.SendsDate && !IsABitBehind(scenario)),
    };

    /// <summary>A skew below two seconds is ignored, as Date has whole seconds; if the clock is behind, a 429 is possible.</summary>
    private static bool IsABitBehind(Scenario scenario) => scenario.Skew > TimeSpan.FromSeconds(-2) && scenario.Skew < TimeSpan.Zero;

    /// <summary>Faults without rate headers, and 429s that the budget doesn't explain.</summary>
    private static bool HidesTheBudget(Fault fault) =>
        fault.Kind is FaultKind.Reset or FaultKind.BrokenBody or FaultKind.Hang or FaultKind.HangInBody or FaultKind.Rejection;
}
