using CsCheck;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;
using static Skipcall.Engine.Tests.RandomScans.Scenario;

namespace Skipcall.Engine.Tests.RandomScans;

internal static class Scenarios
{
    private static readonly Gen<ScanOptions> s_plans = Gen.Select(
        Gen.Frequency((12, ScanMode.All), (5, ScanMode.Snapshot), (3, ScanMode.Bounded)),
        Gen.Int[1, 10],
        Gen.Int[1, 8],
        Gen.Int[0, 40],
        Gen.Int[1, 40],
        (mode, pageSize, throttle, skip, first) => mode == ScanMode.Bounded
            ? new ScanOptions { Mode = mode, PageSize = pageSize, ThrottleLimit = throttle, Skip = skip % 3 == 0 ? skip : 0, First = first }
            : new ScanOptions { Mode = mode, PageSize = pageSize, ThrottleLimit = throttle });

    private static readonly Gen<ClientOptions> s_options = Gen.Select(
        Gen.Int[10, 60],
        Gen.Int[0, 4],
        Gen.Frequency((8, Gen.Const(300)), (1, Gen.Int[2, 30])),
        (timeout, retries, wait) => new ClientOptions
        {
            Timeout = TimeSpan.FromSeconds(timeout),
            MaximumRetryCount = retries,
            MaximumWait = TimeSpan.FromSeconds(wait),
        });

    private static readonly Gen<TimeSpan> s_latency = Gen.Frequency(
        (3, Gen.Const(0)),
        (5, Gen.Int[1, 400]),
        // A round trip below five seconds, because a slower probe no longer blocks the next one.
        (2, Gen.Int[400, 2400])).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    private static readonly Gen<IReadOnlyList<Pace>> s_paces = Gen.Frequency(
        (1, Gen.Const<IReadOnlyList<Pace>>([new Pace(TimeSpan.Zero, TimeSpan.Zero)])),
        (2, Gen.Select(s_latency, s_latency, (there, back) => new Pace(there, back)).Array[1, 6].Select(paces => (IReadOnlyList<Pace>)paces)));

    private static readonly Gen<RateRules> s_rates = Gen.Frequency(
        (2, Gen.Const(new RateRules(null, 0, TimeSpan.Zero, RateHeaderStyle.Absent, RetryAfterStyle.Absent))),
        (3, Gen.Select(
            Gen.OneOf(ModelRateWindow.Kind.Fixed, ModelRateWindow.Kind.Aligned, ModelRateWindow.Kind.Sliding),
            Gen.Int[1, 20],
            Gen.Int[1, 60],
            Gen.Frequency((8, Gen.Enum<RateHeaderStyle>()), (1, Gen.Const(RateHeaderStyle.UnixSecondsRoundedUp))),
            Gen.Enum<RetryAfterStyle>(),
            (window, limit, seconds, headers, retryAfter) => new RateRules(window, limit, TimeSpan.FromSeconds(seconds), headers, retryAfter))));

    private static readonly Gen<TimeSpan> s_skews = Gen.Frequency(
        (3, Gen.Const(0)),
        (1, Gen.Int[-2500, 2500]),
        (1, Gen.Int[-7_200_000, 7_200_000])).Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds));

    private static readonly Gen<Age> s_ages = Gen.Enum<Age>();

    // In a list sorted by time, most changes are at the front or the end.
    private static readonly Gen<double> s_places = Gen.Frequency((1, Gen.Const(0.0)), (1, Gen.Const(1.0)), (2, Gen.Double[0, 1]));

    // In thousandths of a pass, as most scans need only one; PutTogether converts it to a request number.
    private static readonly Gen<int> s_times = Gen.Frequency((4, Gen.Int[0, 1000]), (2, Gen.Int[1000, 2500]), (1, Gen.Int[2500, 6000]));

    private static readonly Gen<Move[]> s_oneMove = Gen.Select(
        s_times,
        Gen.Frequency((4, MoveKind.Insert), (4, MoveKind.Delete), (2, MoveKind.Swap), (2, MoveKind.Reverse), (1, MoveKind.ComeBack)),
        s_places,
        s_ages,
        (time, kind, place, age) => new[] { new Move(time, kind, place, age) });

    // The total stays the same, which makes drift hardest to detect.
    private static readonly Gen<Move[]> s_exchange = Gen.Select(
        s_times,
        s_places,
        s_places,
        s_ages,
        (time, from, to, age) => new[] { new Move(time, MoveKind.Delete, from), new Move(time, MoveKind.Insert, to, age) });

    private static readonly Gen<Move[]> s_moves = Gen.Frequency(
        (4, Gen.Const(0)),
        (3, Gen.Int[1, 3]),
        (2, Gen.Int[4, 12]),
        (1, Gen.Int[13, 60])).SelectMany(count => Gen.Frequency((1, s_oneMove), (1, s_exchange)).Array[count]).Select(moves => moves.SelectMany(move => move).ToArray());

    private static readonly Gen<Fault> s_faults = Gen.Select(
        s_times,
        Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 8])),
        Gen.Frequency((12, Gen.Int[1, 2]), (1, Gen.Int[3, 8]), (1, Gen.Int[9, 12])),
        Gen.Frequency(
            (12, FaultKind.Transient),
            (5, FaultKind.Rejection),
            (4, FaultKind.Reset),
            (3, FaultKind.BrokenBody),
            (3, FaultKind.CutJson),
            (3, FaultKind.Hang),
            (2, FaultKind.HangInBody),
            (3, FaultKind.ShortPage),
            (1, FaultKind.Refusal),
            (1, FaultKind.Html)),
        Gen.OneOf(408, 500, 502, 503, 504),
        Gen.OneOf(401, 404),
        Gen.Enum<RetryAfterStyle>(),
        Gen.Frequency((4, Gen.Int[1, 10]), (1, Gen.Int[10, 90])),
        (time, page, times, kind, transient, refusal, retryAfter, seconds) =>
            new Fault(time, page, times, kind, kind == FaultKind.Refusal ? refusal : transient, retryAfter, seconds));

    /// <summary>Everything a service may do, on the fake clock.</summary>
    public static Gen<Scenario> All { get; } = Gen.Select(
        s_plans,
        s_options,
        Gen.Int[0, 60],
        Gen.Frequency((9, Gen.Const(0)), (1, Gen.Int[1, 9])),
        s_moves,
        Gen.Frequency((5, Gen.Const(0)), (3, Gen.Int[1, 2]), (2, Gen.Int[3, 8])).SelectMany(count => s_faults.Array[count]),
        s_rates,
        s_paces,
        Gen.Frequency((2, Gen.Const(0)), (1, Gen.Int[1, 2000])),
        s_skews,
        Gen.Frequency((5, true), (1, false)),
        Gen.Bool,
        Gen.Int[0, 999],
        Gen.Int[0, 1_000_000],
        PutTogether);

    /// <summary>For a real clock: short latencies and windows, and a timeout that a busy machine doesn't reach.</summary>
    public static Gen<Scenario> OverSockets { get; } = All.Select(scenario => scenario with
    {
        Options = scenario.Options with { Timeout = TimeSpan.FromSeconds(60), MaximumRetryCount = Math.Max(2, scenario.Options.MaximumRetryCount) },
        Paces = scenario.Paces.Select(pace => new Pace(pace.There * 0.1, pace.Back * 0.1)).ToArray(),
        Rate = scenario.Rate with { Limit = scenario.Rate.Limit + 5, Length = scenario.Rate.Length * 0.2 },
        Faults = scenario.Faults.Take(3).Select(fault => fault with { Seconds = Math.Min(10, fault.Seconds), Times = Math.Min(3, fault.Times) }).ToArray(),
        Writing = scenario.Writing * 0.1,
        // The server would add its own.
        SendsDate = true,
    });

    /// <summary>Long scans in real time, which at any moment mostly wait for an answer, a retry or the rate limit.</summary>
    public static Gen<Scenario> InRealTime { get; } = Gen.Select(
        All,
        Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], (there, back) => new Pace(TimeSpan.FromMilliseconds(there), TimeSpan.FromMilliseconds(back))).Array[1, 5],
        Gen.Int[20, 60],
        (scenario, paces, rows) => scenario with
        {
            ScanOptions = scenario.ScanOptions with { Mode = scenario.ScanOptions.Mode == ScanMode.Snapshot ? ScanMode.Snapshot : ScanMode.All, PageSize = 1, Skip = 0, First = null },
            Rows = rows,
            Paces = paces,
            Writing = TimeSpan.FromMilliseconds(scenario.Writing.TotalMilliseconds / 100),
        });

    private static Scenario PutTogether(
        ScanOptions scan,
        ClientOptions options,
        int rows,
        int largestPage,
        Move[] moves,
        Fault[] faults,
        RateRules rate,
        IReadOnlyList<Pace> paces,
        int writing,
        TimeSpan skew,
        bool sendsDate,
        bool datesAtTheEnd,
        int startMilliseconds,
        int jitterSeed)
    {
        var scenario = new Scenario
        {
            ScanOptions = scan,
            Options = options,
            Rows = rows,
            // With -Skip, pages smaller than requested cost one more request.
            LargestPage = scan.Skip > 0 ? 0 : largestPage,
            Rate = rate,
            Paces = paces,
            Writing = TimeSpan.FromMilliseconds(writing),
            Skew = skew,
            SendsDate = sendsDate,
            DatesAtTheEnd = datesAtTheEnd,
            StartMilliseconds = startMilliseconds,
            JitterSeed = jitterSeed,
        };

        var reading = 1 + (rows / scenario.PageSize);
        return scenario with
        {
            Moves = moves.Select(move => move with { Before = 1 + (move.Before * reading / 1000) }).ToArray(),
            Faults = faults.Select(fault => fault with { From = 1 + (fault.From * reading / 1000) }).ToArray(),
        };
    }
}
