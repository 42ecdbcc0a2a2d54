using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Whether what a scan met is reason enough to fail.</summary>
internal static class Trouble
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
            var asked = fault.RetryAfter == RetryAfterStyle.Absent ? s_longestBackoff : Asked(fault, scenario) + s_tolerance;
            wait = asked > wait ? asked : wait;
        }

        var isMute = scenario.Rate.Headers is RateHeaderStyle.Absent or RateHeaderStyle.Stale;
        return exchange.IsOverBudget && isMute && s_longestBackoff > wait ? s_longestBackoff : wait;
    }

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
}
