using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>All that is decided before a random scan begins: nothing in the scan is left to chance but this.</summary>
internal sealed record Scenario
{
    public ScanPlan Plan { get; init; } = new() { Mode = ScanMode.All };

    public ClientOptions Options { get; init; } = new();

    /// <summary>Rows at the beginning.</summary>
    public int Rows { get; init; }

    /// <summary>The most rows the service gives a page, whatever it is asked for; 0 for no such limit.</summary>
    public int LargestPage { get; init; }

    public IReadOnlyList<Move> Moves { get; init; } = [];

    public IReadOnlyList<Fault> Faults { get; init; } = [];

    public RateRules Rate { get; init; } = new(null, 0, TimeSpan.Zero, RateHeaderStyle.Absent, RetryAfterStyle.Absent);

    /// <summary>Taken in turn by the requests.</summary>
    public IReadOnlyList<Pace> Paces { get; init; } = [new(TimeSpan.Zero, TimeSpan.Zero)];

    /// <summary>How long it takes to write a page.</summary>
    public TimeSpan Writing { get; init; }

    /// <summary>How far the service's clock is ahead.</summary>
    public TimeSpan Skew { get; init; }

    public bool SendsDate { get; init; } = true;

    /// <summary>Whether Date says when the answer was sent; else when the list was read.</summary>
    public bool DatesAtTheEnd { get; init; }

    /// <summary>The milliseconds of the second it begins in.</summary>
    public int StartMilliseconds { get; init; }

    public int JitterSeed { get; init; }

    /// <summary>Records a page, as the service gives them.</summary>
    public int PageSize => LargestPage > 0 ? Math.Min(LargestPage, Plan.PageSize) : Plan.PageSize;

    /// <summary>When the scan begins.</summary>
    public DateTimeOffset Start => new DateTimeOffset(2026, 1, 15, 10, 30, 0, TimeSpan.Zero).AddMilliseconds(StartMilliseconds);

    public long FirstPage => (Plan.Skip / PageSize) + 1;

    public override string ToString() =>
        $"{Plan} {Options} rows {Rows}, largest page {LargestPage}, {Rate}, skew {Skew}, date {SendsDate} at the end {DatesAtTheEnd}, writing {Writing}, start .{StartMilliseconds}, jitter {JitterSeed}"
        + Lines("paces", Paces) + Lines("moves", Moves) + Lines("faults", Faults);

    private static string Lines<T>(string name, IEnumerable<T> items) =>
        $"{Environment.NewLine}  {name}: " + string.Join(Environment.NewLine + "    ", items.Select(item => item!.ToString()));

    /// <summary>One change of the list.</summary>
    /// <param name="Before">The request, from 1, that finds the list changed.</param>
    /// <param name="Kind">What happens.</param>
    /// <param name="Place">Where: 0 is the front, 1 the end.</param>
    /// <param name="Age">For an inserted row.</param>
    internal sealed record Move(int Before, MoveKind Kind, double Place, Age Age = Age.Fresh);

    /// <summary>What happens to a list.</summary>
    internal enum MoveKind
    {
        /// <summary>A row that was never there before.</summary>
        Insert,

        Delete,

        /// <summary>Two rows change places.</summary>
        Swap,

        /// <summary>All rows from a place on are turned round.</summary>
        Reverse,

        /// <summary>The row that was deleted last is there again, as when it fits a filter again.</summary>
        ComeBack,
    }

    /// <summary>When an inserted row says that it was created.</summary>
    internal enum Age
    {
        /// <summary>Now.</summary>
        Fresh,

        /// <summary>At some time since the request before.</summary>
        SinceLastRequest,

        /// <summary>Long ago: the fourth sign does not show it.</summary>
        Backdated,
    }

    /// <summary>How long a request is on its way, and its answer on the way back.</summary>
    internal sealed record Pace(TimeSpan There, TimeSpan Back);

    /// <summary>A fault, and the requests it strikes.</summary>
    /// <param name="From">The first request, from 1, that it may strike.</param>
    /// <param name="Page">Only requests for this page; 0 for any.</param>
    /// <param name="Times">How many of them.</param>
    /// <param name="Kind">What goes wrong.</param>
    /// <param name="Status">The status, where there is one.</param>
    /// <param name="RetryAfter">How the service says when to come again.</param>
    /// <param name="Seconds">When that is.</param>
    internal sealed record Fault(int From, int Page, int Times, FaultKind Kind, int Status, RetryAfterStyle RetryAfter, int Seconds);

    /// <summary>How a request goes wrong.</summary>
    internal enum FaultKind
    {
        /// <summary>A status that may pass: 408, 500, 502, 503, 504.</summary>
        Transient,

        /// <summary>429, whatever the budget says.</summary>
        Rejection,

        /// <summary>401 or 404.</summary>
        Refusal,

        /// <summary>200 with an HTML page, as a captive proxy sends it.</summary>
        Html,

        /// <summary>The connection breaks before the answer.</summary>
        Reset,

        /// <summary>The connection breaks in the answer's body.</summary>
        BrokenBody,

        /// <summary>The body ends in mid-sentence, and no framing shows it.</summary>
        CutJson,

        /// <summary>No answer ever comes.</summary>
        Hang,

        /// <summary>The answer stops in its body, and the connection stays open.</summary>
        HangInBody,

        /// <summary>The page lacks a row that the total counts: all is well but for that.</summary>
        ShortPage,
    }

    /// <summary>The model service's rate limit; none without a window.</summary>
    internal sealed record RateRules(ModelRateWindow.Kind? Window, int Limit, TimeSpan Length, RateHeaderStyle Headers, RetryAfterStyle RetryAfter);

    /// <summary>How the service writes X-RateLimit-Reset.</summary>
    internal enum RateHeaderStyle
    {
        UnixSecondsRoundedDown,
        UnixSecondsRoundedUp,
        UnixMilliseconds,
        DeltaSeconds,

        /// <summary>No rate headers at all.</summary>
        Absent,

        /// <summary>A window that was over long ago.</summary>
        Stale,
    }

    /// <summary>How the service writes Retry-After.</summary>
    internal enum RetryAfterStyle
    {
        Absent,
        Seconds,
        Date,
    }
}
