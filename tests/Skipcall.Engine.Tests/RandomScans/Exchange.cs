using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed class Exchange
{
    public required int Number { get; init; }

    public required int Page { get; init; }

    /// <summary>The list's version on arrival.</summary>
    public required int Version { get; init; }

    /// <summary>On the service's clock, like all times here.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>The time of arrival, when the list is read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required IReadOnlyList<ModelList.Row> Rows { get; init; }

    public required int Total { get; init; }

    public required Fault? Fault { get; init; }

    public required ModelRateWindow.Ticket? Ticket { get; init; }

    public bool IsOverBudget => Ticket is { Granted: false };

    /// <summary>When an answer, faulty or not, reached the client; null if the client had cancelled.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }

    public bool IsAnswered => AnsweredAt is not null;

    /// <summary>The wait requested by the answer, as far as the client can know; null for none.</summary>
    public TimeSpan? AskedToWait { get; set; }

    public bool IsPage => IsAnswered && Fault is null or { Kind: FaultKind.ShortPage } && !IsOverBudget;

    public override string ToString() =>
        FormattableString.Invariant($"{Number}. {ReadAt:HH:mm:ss.fff} page {Page}, list {Version}, total {Total}: {string.Join(' ', Rows.Select(row => row.Id))}")
        + (Fault is null ? "" : $" [{Fault.Kind} {Fault.Status}, Retry-After {Fault.RetryAfter} {Fault.Seconds}]")
        + (Ticket is null ? "" : FormattableString.Invariant($" [{(IsOverBudget ? "over the budget" : "granted")}, {Ticket.Remaining} left, reset {Ticket.ResetsAt:HH:mm:ss.fff}]"))
        + (IsAnswered ? "" : " (no answer)");
}
