namespace Skipcall.Engine.Tests.Changes;

public sealed partial class ChangeFeedTests : IDisposable
{
    private readonly ChangingSequence _world = new(1, 12);
    private readonly MemoryFolder _folder = new();
    private readonly FeedFixture _feed;

    public ChangeFeedTests()
    {
        _feed = new FeedFixture(_world, _folder);
        // A contact added in the second in which a read begins would count as added during the read.
        _world.Now += TimeSpan.FromHours(1);
    }

    private ChangingSequence.Row First => _world.Rows.First();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Reports_every_contact_as_added_in_the_first_run()
    {
        _world.Update(First, First with { Status = "CONNECTED", Tags = ["vip"], Calls = ["call"] });

        var changes = _feed.Read().Written;

        Assert.Equal(_world.Rows.Select(row => (row.Id, row.ContactId, row.ToString())), changes.Select(change => (change.Id, change.ContactId, ChangingSequence.Row.ContentOf(change.Contact!))));
        Assert.All(changes, change => Assert.Equal((ContactChangeKind.Added, "spring", (DateTimeOffset?)null), (change.Kind, change.SequenceId, change.ObservedAfter)));
        Assert.Equal("Status; Tags; Calls; Contact", changes[0].Changed.ToString());
        Assert.Equal(("CONNECTED", "vip", "call"), (changes[0].Status, changes[0].AddedTags.ToString(), changes[0].NewCalls.Single().Id));
        Assert.Equal("Contact", changes[1].Changed.ToString());
        Assert.Equal(changes.Count, changes.Select(change => change.ChangeId).Distinct().Count());
    }

    [Fact]
    public void Reports_the_same_changes_again_until_they_are_confirmed()
    {
        var first = _feed.Read();
        _world.Now += TimeSpan.FromHours(1);
        var second = _feed.Read();
        _feed.Confirm(second);

        Assert.Equal(first.Written.Select(change => (change.ChangeId, change.ObservedBefore)), second.Written.Select(change => (change.ChangeId, change.ObservedBefore)));
        Assert.Empty(_feed.Read().Written);
    }

    [Fact]
    public void Reports_the_net_effect_of_several_changes()
    {
        _world.Update(First, First with { Status = "RUNNING", Tags = ["a", "b"], Calls = ["call-1"] });
        _feed.ReadAndConfirm();
        _world.Update(First, First with { Status = "ERROR" });
        _world.Update(First, First with { Status = "CONNECTED", Tags = ["b", "c"], Calls = ["call-2", "call-1"], Name = "New" });

        var change = Assert.Single(_feed.Read().Written);

        Assert.Equal((ContactChangeKind.Updated, "RUNNING", "CONNECTED"), (change.Kind, change.PreviousStatus, change.Status));
        Assert.Equal(("c", "a", "call-2"), (change.AddedTags.ToString(), change.RemovedTags.ToString(), change.NewCalls.Single().Id));
        Assert.Equal("Status; Tags; Calls; Contact", change.Changed.ToString());
        Assert.NotNull(change.ObservedAfter);
    }

    [Fact]
    public void Reports_nothing_for_a_change_that_was_undone_and_for_another_order()
    {
        _world.Update(First, First with { Tags = ["a", "b"], Calls = ["call-1", "call-2"] });
        _feed.ReadAndConfirm();
        var before = First;
        _world.Update(First, First with { Status = "ERROR" });
        _world.Update(First, before with { Tags = ["b", "a", "b"], Calls = ["call-2", "call-1"] });

        Assert.Empty(_feed.Read().Written);
    }

    [Fact]
    public void Reports_a_contact_that_left_and_one_that_came_back()
    {
        _world.Update(First, First with { Status = "RUNNING", Calls = ["call-1"] });
        _feed.ReadAndConfirm();
        var row = First;
        _world.Remove(row);
        var removed = Assert.Single(_feed.ReadAndConfirm());
        _world.Return(row);
        var returned = Assert.Single(_feed.ReadAndConfirm());

        Assert.Equal((ContactChangeKind.Removed, row.Id, row.ContactId, "RUNNING", (string?)null), (removed.Kind, removed.Id, removed.ContactId, removed.PreviousStatus, removed.Status));
        Assert.Null(removed.Contact);
        Assert.Empty(removed.Changed);
        Assert.Equal((ContactChangeKind.Returned, "RUNNING"), (returned.Kind, returned.Status));
        Assert.Empty(returned.NewCalls);
    }

    [Fact]
    public void Reports_the_removal_of_a_contact_that_was_added_in_an_unconfirmed_run()
    {
        _feed.Read();
        var row = First;
        _world.Remove(row);

        Assert.Equal(ContactChangeKind.Removed, _feed.Read().Written[^1].Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gives_each_step_back_and_forth_an_id_of_its_own(bool isConfirmed)
    {
        _feed.ReadAndConfirm();
        var ids = new List<string>();
        foreach (var status in new[] { "ERROR", null, "ERROR", null, "ERROR" })
        {
            _world.Update(First, First with { Status = status });
            var run = _feed.Read();
            ids.Add(Assert.Single(run.Written).ChangeId);
            Assert.Equal(ids[^1], Assert.Single(_feed.Read(run = new FeedRun()).Written).ChangeId);
            Assert.Equal("Status", run.Written[0].Changed.ToString());
            if (isConfirmed)
            {
                _feed.Confirm(run);
            }
        }

        Assert.Equal(5, ids.Distinct().Count());
    }

    [Fact]
    public void Says_all_that_differs_from_anything_a_consumer_may_hold()
    {
        _feed.ReadAndConfirm();
        _world.Update(First, First with { Status = "CONNECTED", Tags = ["a"], Calls = ["call-1"] });
        _feed.Read();
        _world.Update(First, First with { Tags = ["b"], Calls = ["call-1", "call-2"] });

        var change = Assert.Single(_feed.Read().Written);

        Assert.Equal((ContactChangeKind.Updated, (string?)null, "CONNECTED"), (change.Kind, change.PreviousStatus, change.Status));
        Assert.Equal(("b", "a"), (change.AddedTags.ToString(), change.RemovedTags.ToString()));
        Assert.Equal(["call-1", "call-2"], change.NewCalls.Select(call => call.Id));
        Assert.Contains("Status", change.Changed);
    }

    [Fact]
    public void Ids_of_a_new_state_differ_from_those_of_one_that_was_deleted()
    {
        var before = _feed.Read().Written.Select(change => change.ChangeId);
        var after = new FeedFixture(_world, new MemoryFolder()).Read().Written.Select(change => change.ChangeId);

        Assert.Empty(before.Intersect(after));
    }

    [Fact]
    public void Confirms_no_run_that_was_cut_short_nor_one_before_the_last()
    {
        var first = _feed.Read();
        var second = _feed.Read();
        AssertInvalid(() => _feed.Confirm(first), "is not the last one");
        _feed.Confirm(second);
        _feed.Confirm(second);

        _world.Update(First, First with { Status = "ERROR" });
        var cut = new FeedRun(() => throw new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() => _feed.Read(cut));
        AssertInvalid(() => _feed.Confirm(cut), "did not finish");
        Assert.Equal(cut.Written.Single().ChangeId, Assert.Single(_feed.Read().Written).ChangeId);
    }

    [Fact]
    public void Keeps_two_runs_apart()
    {
        var attempts = 0;
        var run = new FeedRun(() =>
        {
            attempts++;
            AssertInvalid(() => _feed.Read(), "Another run");
            AssertInvalid(() => _feed.Confirm(Guid.NewGuid()), "Another run");
            return Task.CompletedTask;
        });

        _feed.Read(run);

        Assert.True(attempts > 0);
        _feed.Confirm(run);
    }

    [Fact]
    public void A_run_that_is_killed_at_any_step_loses_and_repeats_nothing()
    {
        _world.Update(First, First with { Status = "RUNNING" });
        _feed.ReadAndConfirm();
        _world.Update(First, First with { Status = "CONNECTED" });
        _world.Remove(_world.Rows.Last());
        var points = 0;
        for (var step = 0; ; step++)
        {
            var folder = _folder.Copy();
            var feed = new FeedFixture(_world, folder);
            folder.FailAt(step, () => new KilledException());
            var killed = new FeedRun();
            try
            {
                feed.Read(killed);
                feed.Confirm(killed);
                break;
            }
            catch (KilledException)
            {
                points++;
            }

            if (step % 2 == 0)
            {
                folder.Recover();
            }
            else
            {
                folder.RecoverFromPowerFailure();
            }

            var next = feed.Read();
            Assert.Equal(2, killed.Written.Concat(next.Written).Select(change => change.ChangeId).Distinct().Count());
            feed.Confirm(next);
            Assert.Empty(feed.Read().Written);
        }

        TestReport.Write("changes.txt", "one life, every step", FormattableString.Invariant($"{points} crash points, 0 lost, 0 repeated with another id"));
        Assert.InRange(points, 10, 100);
    }

    [Fact]
    public void Refuses_the_state_of_another_service()
    {
        _feed.ReadAndConfirm();

        AssertInvalid(() => _feed.Read(baseUri: new Uri("https://other.invalid")), "is for sequence 'spring' of https://api.invalid/");
    }

    private static void AssertInvalid(Action action, string message)
    {
        var failure = Assert.Throws<SkipcallException>(action);
        Assert.Equal(SkipcallErrorId.InvalidState, failure.ErrorId);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }
}
