using System.Globalization;
using CsCheck;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;
using Skipcall.Engine.Scanning;
using static Skipcall.Engine.Tests.RandomScans.FilteredScenario;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Random filters, several lists, caches and replicas. To repeat a scan, see <see cref="RandomScanTests"/>.</summary>
[Collection(nameof(NotParallel))]
public sealed class FilteredScanTests
{
    private const int Scans = 5_000;

    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    [Fact]
    public void Filtered_scan_is_complete_or_reported_as_incomplete()
    {
        FilteredScenario.All.Sample(
            scenario =>
            {
                var run = Run(scenario);
                try
                {
                    Count(scenario, Check(run));
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException(e.Message + Environment.NewLine + run.Describe(), e);
                }
            },
            iter: long.TryParse(Environment.GetEnvironmentVariable("CsCheck_Iter"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Scans,
            threads: 2);

        TestReport.Write("random-scans.txt", "filters", FormattableString.Invariant($"{_counts.Values.Sum():N0} scans: {string.Join(", ", _counts.Select(count => $"{count.Key} {count.Value}"))}"));
    }

    private static FilteredRun Run(FilteredScenario scenario)
    {
        var clock = new FakeClock();
        var service = new FilteredService(scenario);
        var client = new SkipcallClient(service, new Uri("https://model.invalid"), "sk_test_model", new RateLimiter(clock), new ClientOptions(), clock);
        var log = new RecordingLog(isDebug: false);
        var sink = new ContactSink();
        var lists = SequenceContactQuery.Lists("seq", scenario.RequestsTag ? ["vip"] : null, scenario.RequestedStatuses, new SeenValues());
        var error = clock.Run(async () =>
        {
            try
            {
                await new Scan<SequenceContact>(client, lists, scenario.ScanOptions, sink, log, clock).RunAsync(CancellationToken.None).ConfigureAwait(false);
                return null;
            }
            catch (SkipcallException e)
            {
                return e;
            }
        });
        return new FilteredRun(scenario, service, sink, log.Warnings, error);
    }

    private static string Check(FilteredRun run)
    {
        var (scenario, service, sink, warnings, error) = run;
        var written = sink.Ids.ToList();
        var receipt = Assert.Single(sink.Receipts);

        Assert.True(written.Distinct().Count() == written.Count, "A record was written twice.");
        Assert.True(service.AsksForFreshAnswers, "A request accepts a cached answer.");
        Assert.Equal(written.Count, receipt.Written);
        Assert.Equal(receipt.Complete, receipt.Reason is null);
        Assert.True(receipt.Complete || error is not null || warnings.Count > 0 || sink.UnreadableRecords.Count > 0, "It is incomplete, and nothing says so.");
        Assert.True(error is null || !receipt.Complete, "It failed, and the receipt is complete.");
        Assert.Equal(error is not null && written.Count > 0, error is IncompleteResultException);
        Assert.InRange(service.Exchanges.Count, 1, MostRequests(scenario, receipt.Passes));
        CheckFilter(run, written);
        CheckEnough(run);
        if (scenario.ScanOptions.IsSnapshot && !receipt.Complete)
        {
            Assert.Empty(written);
        }

        if (receipt.Complete)
        {
            CheckComplete(run, written);
            return "complete";
        }

        var isHarmless = scenario.Wrong is Quirk.None or Quirk.LastPageRepeats or Quirk.OtherPageSize or Quirk.IgnoresStatus or Quirk.IgnoresTag;
        Assert.False(isHarmless && service.Versions.Count == 1, $"The list didn't change, and yet it is incomplete: {receipt.Reason}");
        return error is null ? "incomplete" : "failed";
    }

    /// <summary>Two reads of each list per pass, plus the requests that check for the end and for moved records.</summary>
    private static int MostRequests(FilteredScenario scenario, int passes)
    {
        var size = scenario.Wrong switch { Quirk.OtherPageSize => Math.Min(3, scenario.ScanOptions.PageSize), Quirk.HiddenPageSize => Math.Max(1, scenario.ScanOptions.PageSize - 1), _ => scenario.ScanOptions.PageSize };
        var pages = ((scenario.Rows.Count + scenario.Changes.Count) / size) + 1;
        return 1 + (passes * Math.Max(1, scenario.Statuses) * ((2 * pages) + 6 + scenario.ScanOptions.ThrottleLimit!.Value));
    }

    /// <summary>Records that don't match the filter are written only with a warning.</summary>
    private static void CheckFilter(FilteredRun run, List<string> written)
    {
        var wanted = run.Service.Versions.SelectMany(rows => rows).Where(run.Scenario.Wants).Select(row => row.Id).ToHashSet();
        if (!written.TrueForAll(wanted.Contains))
        {
            Assert.Contains(run.Warnings, warning => warning.Contains("requested", StringComparison.Ordinal));
        }
    }

    /// <summary>With enough records, nothing more is requested, unless the list changes and another pass reads moved records.</summary>
    private static void CheckEnough(FilteredRun run)
    {
        if (run.Scenario.ScanOptions is { First: { } first, ThrottleLimit: 1 } && run.Scenario.Wrong == Quirk.None && run.Service.Versions.Count == 1)
        {
            var before = run.Service.Exchanges.SkipLast(1).SelectMany(exchange => exchange.Rows).Select(row => row.Id).Distinct().Count();
            Assert.True(before < first, $"{before} of {first} records were read before the last request.");
        }
    }

    private static void CheckComplete(FilteredRun run, List<string> written)
    {
        var (scenario, service, _, _, _) = run;
        List<HashSet<string>> wanted = [.. service.Versions.Select(rows => rows.Where(scenario.Wants).Select(row => row.Id).ToHashSet())];
        var first = (int)Math.Min(scenario.ScanOptions.First ?? int.MaxValue, int.MaxValue);
        Assert.False(
            scenario.Wrong == Quirk.Unreadable && service.Versions.Count == 1 && first == int.MaxValue && HasUnreadable(scenario),
            "A record could not be read, and the result is complete.");
        Assert.False(first == int.MaxValue && Contradicts(run), "The service contradicted itself, and the result is complete.");
        switch (service.Versions.Count)
        {
            case 1 when first < int.MaxValue:
                Assert.True(written.Count >= Math.Min(first, wanted[0].Count) || scenario.Wrong == Quirk.Unreadable, "Fewer records than there are, and the result is complete.");
                break;
            case 1:
                Assert.True(wanted[0].IsSubsetOf(written), $"Records are missing, and the result is complete: {string.Join(' ', wanted[0].Except(written))}");
                break;

            // One change is always found or harmless. Two replicas look like one list to a client, so they are exempt.
            case 2 when first == int.MaxValue && scenario.Wrong != Quirk.Replicas:
                var stayed = wanted[0].Intersect(wanted[1]).Except(written).ToList();
                Assert.True(stayed.Count == 0, $"Records that were there throughout are missing, and the result is complete: {string.Join(' ', stayed)}");
                break;
        }

        if (scenario.ScanOptions.IsSnapshot && scenario.Wrong is Quirk.None && service.Versions.Count <= 2)
        {
            Assert.Contains(wanted, list => list.SetEquals(written));
        }
    }

    private static bool Contradicts(FilteredRun run) => run.Scenario.Wrong switch
    {
        Quirk.TotalIsZero or Quirk.TotalIsHalf => run.Service.Versions.Count == 1 && run.Scenario.Rows.Any(run.Scenario.Wants),
        Quirk.TotalIsHuge => true,
        _ => run.Service.UsedCache && run.Service.Versions.Count == 1,
    };

    private static bool HasUnreadable(FilteredScenario scenario) =>
        scenario.Rows.Count > 0 && scenario.Wants(scenario.Rows[scenario.Rows.Count / 2]);

    private void Count(FilteredScenario scenario, string outcome)
    {
        lock (_counts)
        {
            var name = $"{scenario.Wrong} {outcome}";
            _counts[name] = _counts.GetValueOrDefault(name) + 1;
        }
    }

    private sealed record FilteredRun(FilteredScenario Scenario, FilteredService Service, ContactSink Sink, IReadOnlyList<string> Warnings, SkipcallException? Error)
    {
        public string Describe() => string.Join(
            Environment.NewLine,
            [
                Scenario.ToString(),
                .. Service.Exchanges.Select((exchange, number) => FormattableString.Invariant($"{number + 1}. {exchange.Uri.Query}: {string.Join(' ', exchange.Rows.Select(row => row.Id))}")),
                $"written: {string.Join(' ', Sink.Ids)}", .. Warnings, .. Sink.Receipts.Select(receipt => $"{receipt} {receipt.Reason} passes {receipt.Passes}"), Error?.Message ?? "",
            ]);
    }
}
