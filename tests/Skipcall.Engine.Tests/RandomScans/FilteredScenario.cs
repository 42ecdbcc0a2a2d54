using CsCheck;
using Skipcall.Engine.Scanning;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal sealed record FilteredScenario
{
    private static readonly SequenceContactStatus[] s_statuses = [SequenceContactStatus.CONNECTED, SequenceContactStatus.RUNNING, SequenceContactStatus.ERROR];

    public enum Quirk
    {
        None,

        TotalIsZero,

        /// <summary>Half the real total, but the right number of pages.</summary>
        TotalIsHalf,

        /// <summary>A total of 90,000; pages after the end repeat the last one.</summary>
        TotalIsHuge,

        LastPageRepeats,

        /// <summary>Pages of another size than requested; the envelope says so.</summary>
        OtherPageSize,

        /// <summary>Smaller pages than requested; the envelope doesn't say so.</summary>
        HiddenPageSize,

        IgnoresStatus,

        IgnoresTag,

        Unreadable,

        /// <summary>Some pages come from a cache, with an Age header.</summary>
        Cached,

        /// <summary>Every other request is answered by a lagging replica.</summary>
        Replicas,
    }

    /// <summary>
    /// A change before request <c>Before</c>, at <c>Place</c> (0 front, 1 end). Kind null changes status and tag; status 3 is none.
    /// </summary>
    public sealed record Change(int Before, MoveKind? Kind, double Place, int Status, bool HasTag);

    public sealed record Row(int Number, int Status, bool HasTag)
    {
        public string Id => FormattableString.Invariant($"row-{Number}");

        public string? StatusName => Status < s_statuses.Length ? s_statuses[Status].ToString() : null;

        public string ToJson(bool hasId) => FormattableString.Invariant(
            $$"""{ {{(hasId ? $"\"id\":\"{Id}\"," : "")}}"status":{{(StatusName is { } name ? $"\"{name}\"" : "null")}},"contact":{"id":"c"},"tags":[{{(HasTag ? "{\"id\":\"t\",\"label\":\"vip\"}" : "")}}],"calls":[],"createdAt":"2024-01-15T10:30:00.000Z"}""");
    }

    public ScanOptions ScanOptions { get; init; } = new() { Mode = ScanMode.All };

    public IReadOnlyList<Row> Rows { get; init; } = [];

    public IReadOnlyList<Change> Changes { get; init; } = [];

    /// <summary>The number of statuses requested.</summary>
    public int Statuses { get; init; }

    public bool RequestsTag { get; init; }

    public Quirk Wrong { get; init; }

    public SequenceContactStatus[]? RequestedStatuses => Statuses == 0 ? null : s_statuses[..Statuses];

    public static Gen<FilteredScenario> All { get; } = Gen.Select(
        Gen.Select(
            Gen.Frequency((6, ScanMode.All), (3, ScanMode.Snapshot), (2, ScanMode.Bounded)), Gen.Int[1, 8], Gen.Int[1, 4], Gen.Int[1, 20],
            (mode, size, throttle, first) => new ScanOptions { Mode = mode, PageSize = size, ThrottleLimit = throttle, First = mode == ScanMode.Bounded ? first : null }),
        Gen.Select(Gen.Int[0, 3], Gen.Bool).Array[0, 40],
        Gen.Frequency((3, Gen.Const(0)), (3, Gen.Const(1)), (2, Gen.Int[2, 8])).SelectMany(count => Gen.Select(
            Gen.Int[1, 30], Gen.Frequency((1, Gen.Const((MoveKind?)MoveKind.Insert)), (1, Gen.Const((MoveKind?)MoveKind.Delete)), (3, Gen.Const((MoveKind?)null))),
            Gen.Double[0, 1], Gen.Int[0, 3], Gen.Bool, (before, kind, place, status, tag) => new Change(before, kind, place, status, tag)).Array[count]),
        Gen.Int[0, 3],
        Gen.Frequency((3, false), (1, true)),
        Gen.Frequency((6, Gen.Const(Quirk.None)), (11, Gen.Enum<Quirk>())),
        (scan, rows, changes, statuses, tag, wrong) => new FilteredScenario
        {
            ScanOptions = scan,
            Rows = rows.Select((row, number) => new Row(number, row.Item1, row.Item2)).ToArray(),
            Changes = changes,
            Statuses = statuses,
            RequestsTag = tag,
            Wrong = wrong,
        });

    public bool Wants(Row row) => (Statuses == 0 || row.Status < Statuses) && (!RequestsTag || row.HasTag);

    public override string ToString() =>
        $"{ScanOptions} {Statuses} statuses, tag {RequestsTag}, {Wrong}; rows {string.Join(' ', Rows.Select(row => $"{row.Number}:{row.StatusName}{(row.HasTag ? "+" : "")}"))}; changes {string.Join("; ", Changes)}";
}
