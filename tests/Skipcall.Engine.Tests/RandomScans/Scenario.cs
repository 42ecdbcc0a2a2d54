using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Everything random about a scan, decided before it starts.</summary>
internal sealed record Scenario
{
    public ScanOptions ScanOptions { get; init; } = new() { Mode = ScanMode.All };

    public ClientOptions Options { get; init; } = new();

    public int Rows { get; init; }

    /// <summary>The service's page size limit; 0 for none.</summary>
    public int LargestPage { get; init; }

    public IReadOnlyList<Move> Moves { get; init; } = [];

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    public RateRules Rate { get; init; } = new(null, 0, TimeSpan.Zero, RateHeaderStyle.Absent, RetryAfterStyle.Absent);

    /// <summary>Used by the requests in turn.</summary>
    public IReadOnlyList<Pace> Paces { get; init; } = [new(TimeSpan.Zero, TimeSpan.Zero)];

    public TimeSpan Writing { get; init; }

    /// <summary>How far the service's clock is ahead.</summary>
    public TimeSpan Skew { get; init; }

    public bool SendsDate { get; init; } = true;

    /// <summary>Whether Date is the time the answer was sent; otherwise the time the list was read.</summary>
    public bool DatesAtTheEnd { get; init; }

    public int StartMilliseconds { get; init; }

    public int JitterSeed { get; init; }

    /// <summary>Rows per page, as served.</summary>
    public int PageSize => LargestPage > 0 ? Math.Min(LargestPage, ScanOptions.PageSize) : ScanOptions.PageSize;

    public DateTimeOffset Start => new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero).AddMilliseconds(StartMilliseconds);

    public long FirstPage => (ScanOptions.Skip / PageSize) + 1;

    public override string ToString() =>
        $"{ScanOptions} {Options} rows {Rows}, largest page {LargestPage}, {Rate}, skew {Skew}, date {SendsDate} at the end {DatesAtTheEnd}, writing {Writing}, start .{StartMilliseconds}, jitter {JitterSeed}"
        + Lines("paces", Paces) + Lines("moves", Moves) + Lines("faults", Faults);

    private static string Lines<T>(string name, IEnumerable<T> items) =>
        $"{Environment.NewLine}  {name}: " + string.Join(Environment.NewLine + "    ", items.Select(item => item!.ToString()));

    /// <summary>A change before request <c>Before</c> (from 1), at <c>Place</c> (0 is the front, 1 the end).</summary>
    internal sealed record Move(int Before, MoveKind Kind, double Place, Age Age = Age.Fresh);

    internal enum MoveKind
    {
        Insert,

        Delete,

        Swap,

        Reverse,

        /// <summary>The last deleted row returns, as when it matches a filter again.</summary>
        ComeBack,
    }

    /// <summary>When an inserted row was created.</summary>
    internal enum Age
    {
        Fresh,

        SinceLastRequest,

        /// <summary>Long ago, so that the creation time is no sign of drift.</summary>
        Backdated,
    }

    internal sealed record Pace(TimeSpan There, TimeSpan Back);

    /// <summary>Affects <c>Times</c> requests from number <c>From</c> on; <c>Page</c> 0 is any, <c>Seconds</c> the Retry-After.</summary>
    internal sealed record Fault(int From, int Page, int Times, FaultKind Kind, int Status, RetryAfterStyle RetryAfter, int Seconds);

    internal enum FaultKind
    {
        /// <summary>408, 500, 502, 503 or 504.</summary>
        Transient,

        /// <summary>429, whatever the budget.</summary>
        Rejection,

        /// <summary>401 or 404.</summary>
        Refusal,

        /// <summary>200 with an HTML page, as from a captive portal.</summary>
        Html,

        /// <summary>Before the answer.</summary>
        Reset,

        /// <summary>Within the body.</summary>
        BrokenBody,

        /// <summary>The JSON is truncated, which the framing doesn't show.</summary>
        CutJson,

        Hang,

        /// <summary>The body stalls, and the connection stays open.</summary>
        HangInBody,

        /// <summary>A row that the total counts is missing.</summary>
        ShortPage,
    }

    /// <summary>The rate limit; none if <c>Window</c> is null.</summary>
    internal sealed record RateRules(ModelRateWindow.Kind? Window, int Limit, TimeSpan Length, RateHeaderStyle Headers, RetryAfterStyle RetryAfter);

    internal enum RateHeaderStyle
    {
        UnixSecondsRoundedDown,
        UnixSecondsRoundedUp,
        UnixMilliseconds,
        DeltaSeconds,

        Absent,

        /// <summary>A window that ended long ago.</summary>
        Stale,
    }

    internal enum RetryAfterStyle
    {
        Absent,
        Seconds,
        Date,
    }
}
