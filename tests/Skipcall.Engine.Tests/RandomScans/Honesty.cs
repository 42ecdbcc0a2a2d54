using System;
using System.Linq;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Whether a service tells its rate limit so that a lone client can keep to it.</summary>
internal static class Honesty
{
    public static bool Of(ScanResult result) =>
        result.Scenario.Rate.Window != WindowKind.None && TellsTheReset(result.Scenario)
        && !result.Scenario.Faults.Any(HidesTheBudget) && !GaveUpARequest(result.Service);

    /// <summary>A page that was asked for ahead and was not wanted in the end: what its answer would have said of the budget is lost.</summary>
    private static bool GaveUpARequest(ModelService service) =>
        service.Exchanges is var arrived && (arrived.Count < service.Sent || arrived.Any(exchange => !exchange.IsAnswered));

    private static bool TellsTheReset(Scenario scenario) => scenario.Rate.Headers switch
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
