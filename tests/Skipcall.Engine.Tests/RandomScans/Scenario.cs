using System;
using System.Collections.Generic;
using System.Linq;
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

    public RateRules Rate { get; init; } = new(WindowKind.None, 0, TimeSpan.Zero, RateHeaderStyle.Absent, RetryAfterStyle.Absent);

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

    public long FirstPage => (Plan.Skip / PageSize) + 1;

    public override string ToString() =>
        $"{Plan} {Options} rows {Rows}, largest page {LargestPage}, {Rate}, skew {Skew}, date {SendsDate} at the end {DatesAtTheEnd}, writing {Writing}, start .{StartMilliseconds}, jitter {JitterSeed}"
        + Lines("paces", Paces) + Lines("moves", Moves) + Lines("faults", Faults);

    private static string Lines<T>(string name, IEnumerable<T> items) =>
        $"{Environment.NewLine}  {name}: " + string.Join(Environment.NewLine + "    ", items.Select(item => item!.ToString()));
}
