namespace Skipcall.Engine.Tests.Changes;

/// <summary>Applies each change once, by id; status, tags and calls are built from the differences alone.</summary>
internal sealed class Consumer
{
    private readonly HashSet<string> _applied = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Held> _held = new(StringComparer.Ordinal);

    // Calls are events: they outlive a removed contact.
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);

    public int Applied => _applied.Count;

    public void Apply(IEnumerable<ContactChange> changes)
    {
        foreach (var change in changes.Where(change => _applied.Add(change.ChangeId)))
        {
            Apply(change);
        }
    }

    public void AssertHolds(ChangingSequence world)
    {
        Assert.Equal(world.Rows.Select(row => row.Id).Order(StringComparer.Ordinal), _held.Keys.Order(StringComparer.Ordinal));
        foreach (var row in world.Rows)
        {
            var held = _held[row.Id];
            Assert.Equal(row.ToString(), held.Content);
            Assert.True(row.Status == held.Status, $"{row.Id}: {row.Status} / {held.Status}");
            Assert.Equal(row.Tags.Order(StringComparer.Ordinal), held.Tags.Order(StringComparer.Ordinal));
            Assert.Superset(row.Calls.ToHashSet(), _calls);
        }
    }

    private void Apply(ContactChange change)
    {
        if (change.Kind == ContactChangeKind.Removed)
        {
            // Kept for its return, as a CRM would.
            if (_held.Remove(change.Id, out var gone))
            {
                _former[change.Id] = gone;
            }

            return;
        }

        var before = _held.TryGetValue(change.Id, out var held) ? held : _former.GetValueOrDefault(change.Id) ?? new Held("", null, []);
        _calls.UnionWith(change.NewCalls.Select(call => call.Id));
        _held[change.Id] = new Held(
            ChangingSequence.Row.ContentOf(change.Contact!),
            change.Changed.Contains("Status") ? change.Status : before.Status,
            [.. before.Tags.Except(change.RemovedTags).Union(change.AddedTags)]);
    }

    private readonly Dictionary<string, Held> _former = new(StringComparer.Ordinal);

    private sealed record Held(string Content, string? Status, HashSet<string> Tags);
}
