using System.Globalization;

namespace Skipcall.Engine.Tests.Changes;

public sealed partial class ChangeFeedTests
{
    [Fact]
    public void Reads_once_if_nothing_is_missing_and_twice_if_something_is()
    {
        _feed.ReadAndConfirm();
        Assert.Equal(3, _world.Requests);
        _feed.ReadAndConfirm();
        Assert.Equal(6, _world.Requests);

        _world.Remove(First);
        Assert.Equal(ContactChangeKind.Removed, Assert.Single(_feed.ReadAndConfirm()).Kind);
        Assert.Equal(12, _world.Requests);
        Assert.Empty(_feed.ReadAndConfirm());
        Assert.Equal(15, _world.Requests);
    }

    [Fact]
    public void Removes_no_contact_that_the_second_read_finds()
    {
        _feed.ReadAndConfirm();
        var row = First;
        _world.Remove(row);
        var start = _world.Requests;
        _world.OnRequest = number =>
        {
            if (number == start + 4)
            {
                _world.Return(row);
            }
        };

        Assert.Empty(_feed.ReadAndConfirm());
    }

    [Theory]
    [InlineData(20, 11, false)]
    [InlineData(20, 10, true)]
    [InlineData(19, 19, true)]
    [InlineData(30, 30, false)]
    public void Removes_more_than_half_of_a_list_only_with_force(int known, int gone, bool isReported)
    {
        using var world = new ChangingSequence(1, known);
        var feed = new FeedFixture(world, new MemoryFolder());
        feed.ReadAndConfirm();
        world.Rows.Take(gone).ToList().ForEach(world.Remove);

        var run = feed.Read();

        Assert.Equal(isReported ? gone : 0, run.Written.Count);
        Assert.Equal(isReported, run.Receipt.Complete);
        Assert.Equal(isReported ? 0 : 1, feed.Log.Warnings.Count(text => text.Contains("-Force", StringComparison.Ordinal)));
        feed.Confirm(run);
        Assert.Equal(isReported ? 0 : gone, feed.Read(force: true).Written.Count);
    }

    [Fact]
    public void A_list_that_keeps_changing_gives_its_changes_and_keeps_its_removals_for_later()
    {
        _feed.ReadAndConfirm();
        var row = First;
        _world.Remove(row);
        _world.Update(First, First with { Status = "ERROR" });
        _world.OnRequest = _ => _world.Add();

        var run = _feed.Read();

        Assert.Contains(run.Written, change => change.Id == First.Id || change.Status == "ERROR");
        Assert.DoesNotContain(run.Written, change => change.Kind == ContactChangeKind.Removed);
        Assert.Contains(_feed.Log.Warnings, text => text.StartsWith("DriftDetected", StringComparison.Ordinal));
        Assert.Equal((false, "DriftDetected", 3), (run.Receipt.Complete, run.Receipt.Reason, run.Receipt.Passes));
        _feed.Confirm(run);

        _world.OnRequest = null;
        Assert.Equal(row.Id, _feed.ReadAndConfirm().Single(change => change.Kind == ContactChangeKind.Removed).Id);
    }

    [Fact]
    public void A_list_that_changes_every_eight_requests_costs_at_most_three_times_as_much()
    {
        using var world = new ChangingSequence(3, 0);
        for (var i = 0; i < 400; i++)
        {
            world.Add();
        }

        var feed = new FeedFixture(world, new MemoryFolder());
        feed.ReadAndConfirm();
        world.ChangesEvery = 8;
        var most = 0.0;
        for (var run = 0; run < 30; run++)
        {
            var (before, pages) = (world.Requests, (world.Count + feed.PageSize - 1) / feed.PageSize);
            feed.Confirm(feed.Read());
            most = Math.Max(most, (world.Requests - before) / (double)pages);
        }

        TestReport.Write("changes.txt", "a list that changes every 8 requests", string.Create(CultureInfo.InvariantCulture, $"at most {most:0.00} times the requests of a quiet one, over 30 runs"));
        Assert.InRange(most, 1, 3.05);
    }

    [Fact]
    public void Removes_nothing_while_a_record_can_not_be_read()
    {
        var ids = JsonResponse.Ids(3);
        var records = ids.Select(JsonResponse.Record).ToList();
        using var service = new ScriptedService(_ => JsonResponse.Json(JsonResponse.PageJson(records, records.Count, 1, 5)));
        var feed = new FeedFixture(service, new MemoryFolder());
        feed.ReadAndConfirm();
        records[1] = """{"status":null}""";

        var run = feed.Read();

        Assert.Empty(run.Written);
        Assert.Single(run.UnreadableRecords);
        Assert.Contains(feed.Log.Warnings, text => text.Contains("not reported as removed", StringComparison.Ordinal));
        Assert.False(run.Receipt.Complete);
    }

    [Fact]
    public void A_list_that_can_not_be_read_makes_no_state()
    {
        using var service = new ScriptedService(_ => JsonResponse.Status(404));

        Assert.Throws<SkipcallException>(() => new FeedFixture(service, _folder).Read());

        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void A_full_disk_is_an_error_and_the_next_run_goes_on()
    {
        _feed.ReadAndConfirm();
        _world.Update(First, First with { Status = "ERROR" });
        _folder.FailAt(1, () => new IOException("No space left on device"));

        AssertInvalid(() => _feed.Read(), "No space left on device");

        _folder.Recover();
        Assert.Single(_feed.ReadAndConfirm());
    }
}
