using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>What excuses a failed scan, and a 429.</summary>
internal static class AllowedFailures
{
    // A client may give up on a service that refuses it again after every wait it asked for; not before.
    private const int RejectionsToBear = 10;

    // Rounding, a date in whole seconds, and the way there and back.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(10);

    // Where the service does not say how long, the client decides: a minute, and a quarter of it as jitter.
    private static readonly TimeSpan s_longestBackoff = TimeSpan.FromSeconds(75);

    public static bool IsReasonToFail(Pass lastPass, Scenario scenario) =>
        lastPass.Exchanges.GroupBy(exchange => exchange.Page).Any(page => IsReasonToFail(page, scenario))
        || lastPass.Exchanges.Any(exchange => LongestWait(exchange, scenario) > scenario.Options.MaximumWait);

    /// <summary>A failure that another try may help.</summary>
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

    /// <summary>The longest wait for the rate limit that can be made of an answer.</summary>
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

    /// <summary>Nothing says how long, or a time that is over on the only clock the client knows.</summary>
    private static bool LeavesTheWaitToTheClient(Fault fault, Scenario scenario) =>
        fault.RetryAfter == RetryAfterStyle.Absent
        || (fault.RetryAfter == RetryAfterStyle.Date && !scenario.SendsDate && scenario.Skew < TimeSpan.Zero);

    private static TimeSpan Asked(Fault fault, Scenario scenario) => fault.RetryAfter switch
    {
        RetryAfterStyle.Seconds => TimeSpan.FromSeconds(fault.Seconds),
        // A date is read against another date, both in whole seconds; the other was written when the service began to answer.
        RetryAfterStyle.Date => TimeSpan.FromSeconds(fault.Seconds + 2) + scenario.Paces.Max(pace => pace.Back) + UnknownSkew(scenario),
        _ => TimeSpan.Zero,
    };

    /// <summary>What a time on the service's clock seems to be later when nobody knows that clock.</summary>
    private static TimeSpan UnknownSkew(Scenario scenario) =>
        !scenario.SendsDate && scenario.Skew > TimeSpan.Zero ? scenario.Skew : TimeSpan.Zero;

    /// <summary>Whether the service states its rate limit so that a client that is alone with its key can keep to it.</summary>
    public static bool IsHonest(ScanResult result) =>
        result.Scenario.Rate.Window is not null && StatesTheReset(result.Scenario)
        && !result.Scenario.Faults.Any(HidesTheBudget) && !GaveUpARequest(result.Service);

    /// <summary>A page that was asked for ahead and was not wanted in the end: what its answer would have said of the budget is lost.</summary>
    private static bool GaveUpARequest(ModelService service) =>
        service.Exchanges is var arrived && (arrived.Count < service.Sent || arrived.Any(exchange => !exchange.IsAnswered));

    private static bool StatesTheReset(Scenario scenario) => scenario.Rate.Headers switch
    {
        RateHeaderStyle.Absent or RateHeaderStyle.Stale => false,
        RateHeaderStyle.DeltaSeconds => true,
        _ => scenario.Skew == TimeSpan.Zero || (scenario.SendsDate && !IsABitBehind(scenario)),
    };

    /// <summary>
    /// Date has whole seconds, so a clock that is up to two seconds off counts as right. Where it is behind, its resets come that
    /// much later than they are read, and a 429 may be met: see KnownLimitTests.
    /// </summary>
    private static bool IsABitBehind(Scenario scenario) => scenario.Skew > TimeSpan.FromSeconds(-2) && scenario.Skew < TimeSpan.Zero;

    /// <summary>No headers came of it, or a 429 that the budget does not explain.</summary>
    private static bool HidesTheBudget(Fault fault) =>
        fault.Kind is FaultKind.Reset or FaultKind.BrokenBody or FaultKind.Hang or FaultKind.HangInBody or FaultKind.Rejection;
}
