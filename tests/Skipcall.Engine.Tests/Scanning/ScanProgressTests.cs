using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed class ScanProgressTests
{
    private readonly FakeClock _clock = new();

    [Fact]
    public void Progress_states_position_and_time_left_after_each_page()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        var ids = JsonResponse.Ids(350);
        var fixture = Slow(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit));

        fixture.Run(new ScanOptions { Mode = ScanMode.All, ThrottleLimit = 1 });

        Assert.Equal(
            new[] { Told(1, 1, 4, 100, 6), Told(1, 2, 4, 200, 4), Told(1, 3, 4, 300, 2), Told(1, 4, 4, 350, 0) },
            Progress(fixture));
    }

    [Fact]
    public void Second_pass_restarts_progress_at_the_known_speed()
    {
        var ids = JsonResponse.Ids(150);
        var fixture = Slow(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit));

        fixture.Run(new ScanOptions { Mode = ScanMode.Snapshot, ThrottleLimit = 1 });

        Assert.Equal(
            new[] { Told(1, 1, 2, 100, 2), Told(1, 2, 2, 150, 0), Told(2, 1, 2, 100, 2), Told(2, 2, 2, 150, 0) },
            Progress(fixture));
    }

    [Theory]
    [InlineData(0, 150, 2)]
    [InlineData(0, 100, 1)]
    [InlineData(50, 100, 2)]
    [InlineData(100, 201, 4)]
    [InlineData(0, 5000, 4)]
    public void Progress_of_a_part_ends_at_its_last_page(int skip, int first, int lastPage)
    {
        var ids = JsonResponse.Ids(350);
        var fixture = Slow(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit));

        fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, Skip = skip, First = first, ThrottleLimit = 1 });

        Assert.All(Progress(fixture), line => Assert.Contains($"Pages = {lastPage},", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Time_left_includes_the_rate_limit()
    {
        var ids = JsonResponse.Ids(350);
        var fixture = Slow(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit).WithRate(100, 1, _clock.UtcNow.AddSeconds(29)));

        fixture.Run(new ScanOptions { Mode = ScanMode.All, ThrottleLimit = 1 });

        // Three pages left but only one request: the others wait for the reset.
        Assert.Equal(Told(1, 1, 4, 100, 30), Progress(fixture)[0]);
    }

    [Fact]
    public void Single_page_warning_states_the_total_and_how_to_get_all()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = Slow(asked => JsonResponse.PageOf(ids, asked.Page, asked.Limit));

        fixture.Run(new ScanOptions { First = 100 });

        Assert.Equal(
            "Returned 100 of 250 contacts in 's'. Use -All to get all of them, or -First and -Skip for a part.",
            Assert.Single(fixture.Log.Warnings));
    }

    [Fact]
    public void Incomplete_result_states_page_count_and_cause()
    {
        var ids = JsonResponse.Ids(250);
        var fixture = Slow(asked => asked.Page == 3 ? JsonResponse.Status(404) : JsonResponse.PageOf(ids, asked.Page, asked.Limit));

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(new ScanOptions { Mode = ScanMode.All }));

        Assert.Equal(
            "Reading 's' failed at page 3, after 200 of 250 contacts. Sequence 's' was not found (404, GET /v1/sequences/s/contacts?page=3&limit=100).",
            failure.Message);
    }

    [Fact]
    public void Incomplete_result_without_a_total_says_so()
    {
        var fixture = Slow(asked => asked.Query("tag") == "a" ? JsonResponse.PageOf(new[] { "1" }, 1, 100) : JsonResponse.Status(404));

        var failure = Assert.Throws<IncompleteResultException>(() => fixture.Run(new ScanOptions { Mode = ScanMode.All }, ["a", "b"], null));

        Assert.StartsWith("Reading 's' failed at page 1, after 1 contacts. ", failure.Message, StringComparison.Ordinal);
        Assert.Null(failure.Expected);
    }

    [Fact]
    public void Drift_warning_names_the_signs()
    {
        var fixture = Shrinking();

        fixture.Run(new ScanOptions { Mode = ScanMode.All, ThrottleLimit = 1 });

        Assert.Equal(
            "DriftDetected: 's' kept changing during 3 reads (the total changed from 248 to 247). Some contacts may be missing. Use -Snapshot to get a consistent list or an error.",
            Assert.Single(fixture.Log.Warnings));
        Assert.Equal(
            new[]
            {
                "'s' changed while it was read (the total changed from 250 to 249). Reading it again for what was missed (pass 2 of 3).",
                "'s' changed while it was read (the total changed from 249 to 248). Reading it again for what was missed (pass 3 of 3).",
            },
            fixture.Log.VerboseLines.Where(line => line.StartsWith("'s'", StringComparison.Ordinal)));
    }

    [Fact]
    public void Snapshot_error_names_the_signs_of_the_last_changed_pass()
    {
        var fixture = Shrinking();

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(new ScanOptions { Mode = ScanMode.Snapshot, ThrottleLimit = 1 }));

        Assert.Equal("'s' kept changing during 6 reads (the total changed from 245 to 244). Nothing was returned.", failure.Message);
    }

    [Fact]
    public void Snapshot_error_says_that_passes_differed()
    {
        var ids = JsonResponse.Ids(50).ToList();
        var fixture = Slow(asked =>
        {
            ids.Reverse();
            return JsonResponse.PageOf(ids, asked.Page, asked.Limit);
        });

        var failure = Assert.Throws<SkipcallException>(() => fixture.Run(new ScanOptions { Mode = ScanMode.Snapshot, ThrottleLimit = 1 }));

        Assert.Equal("'s' kept changing during 6 reads (no two reads in a row were identical). Nothing was returned.", failure.Message);
    }

    [Fact]
    public void Receipt_states_the_cost_of_the_scan()
    {
        _clock.Advance(TimeSpan.FromHours(1));
        var ids = JsonResponse.Ids(250);
        var fixture = Slow(asked => asked.Number == 2
            ? JsonResponse.Status(429).With("Retry-After", "7")
            : asked.Number == 3 ? JsonResponse.Status(503).With("Retry-After", "5") : JsonResponse.PageOf(ids, asked.Page, asked.Limit));

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.All, ThrottleLimit = 1 });

        Assert.Equal((5, 1, 3L, 1), (receipt.Requests, receipt.Retries, receipt.Pages, receipt.Passes));
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds((5 * 2) + 7 + 5)), (receipt.Waited, receipt.Elapsed));
    }

    private static string Told(int pass, long page, long pages, long records, int secondsLeft) =>
        new ScanProgress("s", pass, page, pages, records, TimeSpan.FromSeconds(secondsLeft)).ToString();

    private static string[] Progress(ScanFixture fixture) => fixture.Log.All
        .Where(notice => notice.StartsWith("progress: ", StringComparison.Ordinal))
        .Select(notice => notice.Substring("progress: ".Length))
        .ToArray();

    /// <summary>A list of 250 that loses a record at each request for page 2.</summary>
    private ScanFixture Shrinking()
    {
        var ids = JsonResponse.Ids(250).ToList();
        return Slow(asked =>
        {
            if (asked.Page == 2)
            {
                ids.RemoveAt(0);
            }

            return JsonResponse.PageOf(ids, asked.Page, asked.Limit);
        });
    }

    private ScanFixture Slow(Func<ScriptedService.Asked, HttpResponseMessage> script) => new(
        new ScriptedService(async (asked, stop) =>
        {
            await _clock.Delay(TimeSpan.FromSeconds(2), stop);
            return script(asked);
        }),
        clock: _clock);
}
