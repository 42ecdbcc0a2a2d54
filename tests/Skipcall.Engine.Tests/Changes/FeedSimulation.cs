namespace Skipcall.Engine.Tests.Changes;

internal sealed class SimulationTally
{
    public long Days, Runs, Changes, Removals, Repeats, Killed, PowerFailures, FullDisks, Unconfirmed, SecondWriters, ClockJumps, Drifting, Checks;

    public void Add(SimulationTally other)
    {
        foreach (var field in typeof(SimulationTally).GetFields())
        {
            field.SetValue(this, (long)field.GetValue(this)! + (long)field.GetValue(other)!);
        }
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Days:N0} days, {Runs:N0} runs ({Drifting:N0} over a list that changed meanwhile), {Changes:N0} changes ({Removals:N0} removals, {Repeats:N0} repeats), {Killed:N0} kills, {PowerFailures:N0} power failures, {FullDisks:N0} full disks, {Unconfirmed:N0} unconfirmed runs, {SecondWriters:N0} second writers, {ClockJumps:N0} clock jumps; {Checks:N0} times compared with the truth: 0 lost, 0 false removals, 0 contradictory repeats");
}

/// <summary>One sequence over many days, with a daily run of the feed and random failures.</summary>
internal sealed class FeedSimulation : IDisposable
{
    private readonly Random _random;
    private readonly ChangingSequence _world;
    private readonly MemoryFolder _folder;
    private readonly FeedFixture _fixture;

    /// <summary>Receives every change at once.</summary>
    private readonly Consumer _eager = new();

    /// <summary>Receives only a part of the changes of an unconfirmed run.</summary>
    private readonly Consumer _forgetful = new();

    private readonly Dictionary<string, string> _changes = new(StringComparer.Ordinal);

    public FeedSimulation(int seed)
    {
        _random = new Random(seed);
        _world = new ChangingSequence(seed, _random.Next(40));
        _folder = new MemoryFolder(seed);
        _fixture = new FeedFixture(_world, _folder);
    }

    public SimulationTally Tally { get; } = new();

    public void Live(int days)
    {
        for (var day = 0; day < days; day++)
        {
            Tally.Days++;
            _world.LiveDay();
            _world.ChangesEvery = _random.Next(4) switch { 0 => 1, 1 => 8, _ => 0 };
            if (_random.Next(10) == 0)
            {
                _fixture.ClockError = TimeSpan.FromHours(_random.Next(-2000, 2000));
                Tally.ClockJumps++;
            }

            RunOnce();
        }

        // After any failure, the next undisturbed run must bring both consumers up to date.
        _world.ChangesEvery = 0;
        var last = new FeedRun();
        Observe(last);
        Finish(last, mayBeQuiet: true);
    }

    public void Dispose() => _world.Dispose();

    private void RunOnce()
    {
        var trouble = _random.Next(6);
        if (trouble is 0 or 1 or 2)
        {
            Func<Exception> failure = trouble == 2 ? () => new IOException("No space left on device") : () => new KilledException();
            _folder.FailAt(_random.Next(24), failure);
        }

        _world.OnRequest = _random.Next(5) == 0 ? TrySecondWriter : null;
        var run = new FeedRun();
        try
        {
            Observe(run);
            if (_random.Next(4) == 0)
            {
                Tally.Unconfirmed++;
                Lose(run.Written);
            }
            else
            {
                Finish(run, mayBeQuiet: _world.ChangesEvery == 0);
            }
        }
        catch (KilledException)
        {
            Tally.Killed++;
            Lose(run.Written);
        }
        catch (SkipcallException e) when (e.ErrorId == SkipcallErrorId.InvalidState && e.InnerException is IOException)
        {
            Tally.FullDisks++;
            Lose(run.Written);
        }

        if (trouble == 1 && _folder.HasFailed)
        {
            Tally.PowerFailures++;
            _folder.RecoverFromPowerFailure();
        }
        else
        {
            _folder.Recover();
        }
    }

    private void Observe(FeedRun run)
    {
        Tally.Runs++;
        Tally.Drifting += _world.ChangesEvery > 0 ? 1 : 0;
        _world.Watch();
        _fixture.Read(run, force: true);
    }

    private void Check(ContactChange change)
    {
        Tally.Changes++;
        if (change.Kind == ContactChangeKind.Removed)
        {
            Tally.Removals++;
            Assert.True(_world.Absent.Contains(change.Id), $"False removal of {change.Id}.");
        }
        else
        {
            Assert.Contains(ChangingSequence.Row.ContentOf(change.Contact!), _world.Seen[change.Id]);
        }

        Assert.True(change.ObservedAfter is null || change.ObservedAfter <= change.ObservedBefore);
        if (!_changes.TryAdd(change.ChangeId, Describe(change)))
        {
            Tally.Repeats++;
            Assert.Equal(_changes[change.ChangeId], Describe(change));
        }
    }

    private void Finish(FeedRun run, bool mayBeQuiet)
    {
        Deliver(run.Written, run.Written.Count);
        if (mayBeQuiet)
        {
            Assert.True(run.Receipt.Complete, $"{run.Receipt} {string.Join(' ', _fixture.Log.Warnings)}");
            _eager.AssertHolds(_world);
            _forgetful.AssertHolds(_world);
            Tally.Checks++;
        }

        _fixture.Confirm(run);
    }

    private void Lose(List<ContactChange> changes) => Deliver(changes, _random.Next(changes.Count + 1));

    private void Deliver(List<ContactChange> changes, int kept)
    {
        changes.ForEach(Check);
        _eager.Apply(changes);
        _forgetful.Apply(changes.Take(kept));
    }

    private void TrySecondWriter(int request)
    {
        Tally.SecondWriters++;
        Assert.Equal(SkipcallErrorId.InvalidState, Assert.Throws<SkipcallException>(() => _fixture.Confirm(Guid.NewGuid())).ErrorId);
        Assert.Equal(SkipcallErrorId.InvalidState, Assert.Throws<SkipcallException>(() => _fixture.Read()).ErrorId);
    }

    private static string Describe(ContactChange change) =>
        $"{change.Kind} {change.Id} {change.ContactId} {(change.Contact is { } contact ? ChangingSequence.Row.ContentOf(contact) : "")} {change.PreviousStatus} {change.Status} {change.Changed} +{change.AddedTags} -{change.RemovedTags} {change.NewCalls} {change.ObservedAfter:O} {change.ObservedBefore:O}";
}

internal sealed class KilledException : Exception;
