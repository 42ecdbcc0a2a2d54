using Skipcall.Engine.Scanning;
using static Skipcall.SequenceContactStatus;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>Several tags or statuses in one command, which are read as several lists.</summary>
public sealed class SeveralListsTests
{
    private static readonly ScanOptions s_all = new() { Mode = ScanMode.All, PageSize = 10, ThrottleLimit = 1 };
    private static readonly ScanOptions s_snapshot = new() { Mode = ScanMode.Snapshot, PageSize = 10, ThrottleLimit = 1 };

    private readonly List<(string Id, string Status)> _rows = [];
    private readonly List<(string Label, string Id)> _tags = [];
    private Action<ScriptedService.Asked> _before = _ => { };
    private int _largestPage = 100;

    [Fact]
    public void A_short_sequence_is_read_once_and_filtered_here()
    {
        AddRows(30);
        var (service, fixture) = Service();

        var receipt = fixture.Run(s_all, null, [CONNECTED, RUNNING]);

        Assert.Equal(_rows.Where(row => row.Status is "CONNECTED" or "RUNNING").Select(row => row.Id), fixture.Sink.Ids);
        Assert.Equal([(null, 1), (null, 2), (null, 3)], Requests(service));
        Assert.Equal((true, "CONNECTED,RUNNING", null, 3), (receipt.Complete, receipt.Status, receipt.Expected, receipt.Requests));
    }

    [Theory]
    [InlineData(50, 20, 1 + 1 + 1 + 1)]
    [InlineData(200, 80, 1 + 4 + 4 + 1)]
    public void A_long_sequence_is_read_by_status_when_that_needs_fewer_requests(int rows, int wanted, int requests)
    {
        AddRows(rows);
        var (service, fixture) = Service();

        var receipt = fixture.Run(s_all, null, [CONNECTED, RUNNING]);

        Assert.Equal(wanted, fixture.Sink.Ids.Distinct().Count());
        Assert.True(receipt.Complete);
        Assert.Equal(wanted, receipt.Expected);
        Assert.Equal(requests, service.Requests.Count);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void A_contact_that_moves_to_a_list_read_before_is_found(int rows)
    {
        AddRows(rows);
        var (service, fixture) = Service();
        var moved = _rows.Last(row => row.Status == "RUNNING").Id;
        _before = asked =>
        {
            // After the CONNECTED list was read.
            if (asked.Query("status") == "RUNNING" || (asked.Query("status") is null && asked.Page == 2))
            {
                SetStatus(moved, "CONNECTED");
            }
        };

        var receipt = fixture.Run(s_all, null, [CONNECTED, RUNNING]);

        Assert.Contains(moved, fixture.Sink.Ids);
        Assert.Equal(fixture.Sink.Ids.Distinct().Count(), fixture.Sink.Ids.Count());
        Assert.True(receipt.Complete);
    }

    [Fact]
    public void A_contact_that_moves_to_a_tag_read_before_is_found()
    {
        _tags.AddRange([("a", "1"), ("a", "2"), ("b", "3"), ("b", "4")]);
        var (service, fixture) = Service();
        _before = asked =>
        {
            if (asked.Number == 2)
            {
                _tags[3] = ("a", "4");
            }
        };

        var receipt = fixture.Run(s_all, ["a", "b"], null);

        Assert.Equal(["1", "2", "3", "4"], fixture.Sink.Ids.Order());
        Assert.Equal((true, 2), (receipt.Complete, receipt.Passes));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void A_contact_that_moves_to_any_list_read_before_is_found(string label)
    {
        _tags.AddRange([("a", "1"), ("b", "2"), ("c", "3"), ("c", "4")]);
        var (_, fixture) = Service();
        _before = asked =>
        {
            if (asked.Number == 3)
            {
                _tags[3] = (label, "4");
            }
        };

        var receipt = fixture.Run(s_all, ["a", "b", "c"], null);

        Assert.Equal(["1", "2", "3", "4"], fixture.Sink.Ids.Order());
        Assert.Equal((true, 2), (receipt.Complete, receipt.Passes));
    }

    [Fact]
    public void A_contact_that_takes_anothers_place_in_a_list_read_before_is_found()
    {
        _tags.AddRange([("a", "1"), ("a", "2"), ("b", "3"), ("b", "4")]);
        var (_, fixture) = Service();
        _before = asked =>
        {
            if (asked.Number == 2)
            {
                _tags[0] = ("a", "4");
                _tags[3] = ("b", "5");
            }
        };

        fixture.Run(s_all, ["a", "b"], null);

        Assert.Contains("4", fixture.Sink.Ids);
    }

    [Fact]
    public void A_change_in_the_middle_of_the_first_list_is_found()
    {
        _tags.AddRange(Enumerable.Range(1, 22).Select(number => ("a", $"{number}")));
        _tags.Add(("b", "23"));
        var (_, fixture) = Service();
        _before = asked =>
        {
            // 21 moves from page 3 to page 2, which was read before.
            if (asked.Number == 3)
            {
                _tags.RemoveAt(0);
            }
        };

        var receipt = fixture.Run(s_all, ["a", "b"], null);

        Assert.Contains("21", fixture.Sink.Ids);
        Assert.Equal((true, 2), (receipt.Complete, receipt.Passes));
    }

    [Fact]
    public void Lists_that_keep_changing_are_reported_as_drift()
    {
        _tags.AddRange([("a", "1"), ("b", "2")]);
        var (_, fixture) = Service();
        _before = asked =>
        {
            if (asked.Query("tag") == "b")
            {
                _tags.Add(("a", "new" + asked.Number));
            }
        };

        var receipt = fixture.Run(s_all, ["a", "b"], null);

        Assert.Equal((false, "DriftDetected"), (receipt.Complete, receipt.Reason));
        Assert.Contains("'a' changed from", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    public void A_snapshot_is_written_only_when_all_lists_were_read(int rows)
    {
        AddRows(rows);
        var (_, fixture) = Service();
        _before = asked =>
        {
            if (asked.Query("status") == "RUNNING" || (asked.Query("status") is null && asked.Page == 2))
            {
                throw new OperationCanceledException("broken");
            }
        };

        Assert.Throws<SkipcallException>(() => fixture.Run(s_snapshot, null, [CONNECTED, RUNNING]));

        Assert.Empty(fixture.Sink.Written);
    }

    [Theory]
    [InlineData(20, 4)]
    [InlineData(30, 1 + (2 * (1 + 1)))]
    [InlineData(200, 1 + (2 * (4 + 4)))]
    public void A_snapshot_of_several_lists_is_two_identical_reads(int rows, int requests)
    {
        AddRows(rows);
        var (service, fixture) = Service();

        var receipt = fixture.Run(s_snapshot, null, [CONNECTED, RUNNING]);

        Assert.Equal(_rows.Count(row => row.Status is "CONNECTED" or "RUNNING"), fixture.Sink.Ids.Distinct().Count());
        Assert.Equal((true, 2), (receipt.Complete, receipt.Passes));
        Assert.Equal(requests, service.Requests.Count);
    }

    [Theory]
    [InlineData(200, 10, new[] { "CONNECTED" })]
    [InlineData(50, 40, new[] { "CONNECTED", "RUNNING", "ERROR", "CANCELLED" })]
    public void Nothing_is_requested_after_enough(int rows, int first, string[] statuses)
    {
        AddRows(rows);
        var (service, fixture) = Service();

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, First = first, PageSize = 10 }, null, [CONNECTED, RUNNING, ERROR, CANCELLED]);

        Assert.Equal(statuses.Select(status => ((string?)status, 1)), Requests(service));
        Assert.Equal((true, (long)first), (receipt.Complete, receipt.Written));
    }

    [Fact]
    public void Fewer_than_wanted_come_from_all_lists()
    {
        AddRows(20);
        var (_, fixture) = Service();

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, First = 100, PageSize = 10 }, null, [CONNECTED, RUNNING]);

        Assert.Equal((true, 8L, 8L), (receipt.Complete, receipt.Written, receipt.Expected));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public void One_page_of_several_lists_is_incomplete_if_there_is_more(int rows)
    {
        AddRows(rows);
        var (service, fixture) = Service();

        var receipt = fixture.Run(new ScanOptions { First = 10, PageSize = 10 }, null, [CONNECTED, RUNNING]);

        Assert.Equal((false, "MorePages", 10L), (receipt.Complete, receipt.Reason, receipt.Written));
        Assert.Single(service.Requests);
        Assert.StartsWith("Returned 10 contacts of 's', and there may be more.", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", "b")]
    [InlineData("b", "a")]
    public void One_page_of_several_lists_is_incomplete_if_any_list_has_more(string longTag, string shortTag)
    {
        _largestPage = 2;
        _tags.AddRange([(longTag, "1"), (longTag, "2"), (longTag, "3"), (shortTag, "4")]);
        var (_, fixture) = Service();

        var receipt = fixture.Run(new ScanOptions { First = 10, PageSize = 10 }, ["a", "b"], null);

        Assert.Equal((false, "MorePages", 3L), (receipt.Complete, receipt.Reason, receipt.Written));
        Assert.StartsWith("Returned 3 of 4 contacts in 's'.", Assert.Single(fixture.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Short_lists_that_fit_one_page_are_each_read_once()
    {
        AddRows(20);
        var (service, fixture) = Service();

        var receipt = fixture.Run(new ScanOptions { First = 10, PageSize = 10 }, null, [CONNECTED, RUNNING]);

        Assert.Equal([("CONNECTED", 1), ("RUNNING", 1)], Requests(service));
        Assert.Equal((true, 8L), (receipt.Complete, receipt.Written));
        Assert.Empty(fixture.Log.Warnings);
    }

    private static IEnumerable<(string? Status, int Page)> Requests(ScriptedService service) =>
        service.Requests.Select(asked => (asked.Query("status"), asked.Page));

    private void AddRows(int count)
    {
        string[] statuses = ["CONNECTED", "RUNNING", "ERROR", "CANCELLED", "RESPONDER"];
        _rows.AddRange(Enumerable.Range(0, count).Select(number => ($"r{number}", statuses[number % 5])));
    }

    private void SetStatus(string id, string status) => _rows[_rows.FindIndex(row => row.Id == id)] = (id, status);

    private (ScriptedService Service, ScanFixture Bench) Service()
    {
        var service = new ScriptedService(asked =>
        {
            _before(asked);
            var rows = _rows.Where(row => asked.Query("status") is not { } status || row.Status == status)
                .Select(row => (row.Id, Json: $$"""{"id":"{{row.Id}}","status":"{{row.Status}}","createdAt":"2024-01-15T10:30:00Z"}"""))
                .Concat(_tags.Where(tag => tag.Label == asked.Query("tag"))
                    .Select(tag => (tag.Id, Json: $$"""{"id":"{{tag.Id}}","tags":[{"id":"t","label":"{{tag.Label}}"}],"createdAt":"2024-01-15T10:30:00Z"}""")))
                .Select(row => row.Json).ToList();
            var limit = Math.Min(asked.Limit, _largestPage);
            return JsonResponse.Json(JsonResponse.PageJson(rows.Skip((asked.Page - 1) * limit).Take(limit), rows.Count, asked.Page, limit));
        });
        return (service, new ScanFixture(service));
    }
}
