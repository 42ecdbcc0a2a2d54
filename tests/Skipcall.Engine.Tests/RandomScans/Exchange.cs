using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>One request that reached the service, and what became of it.</summary>
internal sealed class Exchange
{
    /// <summary>From 1, in the order in which they arrived.</summary>
    public required int Number { get; init; }

    public required int Page { get; init; }

    /// <summary>The list as the request found it.</summary>
    public required int Version { get; init; }

    /// <summary>When the client sent it, by the service's clock as are all times here.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When it arrived, and the list was read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required IReadOnlyList<ModelList.Row> Rows { get; init; }

    public required int Total { get; init; }

    /// <summary>Null when all went well.</summary>
    public required Fault? Fault { get; init; }

    /// <summary>Null without a rate limit.</summary>
    public required ModelRateWindow.Ticket? Ticket { get; init; }

    /// <summary>Refused because the budget was used up.</summary>
    public bool IsOverBudget => Ticket is { Granted: false };

    /// <summary>When an answer reached the client, a faulty one perhaps; null where the client had given up by then.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    public bool IsAnswered => AnsweredAt is not null;

    /// <summary>How long the answer asked to be left alone, as far as the client can know; null when it did not.</summary>
    public TimeSpan? AskedToWait { get; set; }

    /// <summary>Whether a page went back that can be read.</summary>
    public bool IsPage => IsAnswered && Fault is null or { Kind: FaultKind.ShortPage } && !IsOverBudget;

    public override string ToString() =>
        FormattableString.Invariant($"{Number}. {ReadAt:HH:mm:ss.fff} page {Page}, list {Version}, total {Total}: {string.Join(' ', Rows.Select(row => row.Id))}")
        + (Fault is null ? "" : $" [{Fault.Kind} {Fault.Status}, Retry-After {Fault.RetryAfter} {Fault.Seconds}]")
        + (Ticket is null ? "" : FormattableString.Invariant($" [{(IsOverBudget ? "over the budget" : "granted")}, {Ticket.Remaining} left, reset {Ticket.ResetsAt:HH:mm:ss.fff}]"))
        + (IsAnswered ? "" : " (no answer)");
}
