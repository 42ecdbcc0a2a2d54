using System.Security.Cryptography;

namespace Skipcall.Engine.Changes;

/// <summary>Builds a change by comparing a new entry with the earlier entries that a consumer may have stored.</summary>
/// <remarks>An unconfirmed change may or may not have been stored, so a change includes every difference to any of these entries.</remarks>
internal static class ChangeBuilder
{
    /// <summary>Builds the change; <paramref name="number"/> counts the record's entries emitted before it since the last confirmed run.</summary>
    public static ContactChange Build(StateFile state, StateEntry entry, int number, SequenceContact? contact)
    {
        var before = state.ReadChain(entry.Previous);
        var since = before.Select(other => other.UnseenSince).FirstOrDefault(ticks => ticks != 0);
        var change = new ContactChange
        {
            ChangeId = IdOf(state, entry, number),
            Kind = KindOf(entry, before),
            SequenceId = state.Header.SequenceId,
            Id = entry.Id,
            ContactId = entry.ContactId,
            Contact = contact,
            ObservedAfter = Time(Math.Min(since != 0 ? since : state.Header.ObservedAfter, entry.ObservedBefore)),
            ObservedBefore = Time(entry.ObservedBefore)!.Value,
        };
        if (contact is null)
        {
            change.PreviousStatus = entry.Status;
            return change;
        }

        change.Status = entry.Status;
        Compare(change, entry, MayBeNew(before) ? before.Append(new StateEntry()).ToList() : before);
        return change;
    }

    private static ContactChangeKind KindOf(StateEntry entry, IReadOnlyList<StateEntry> before) =>
        entry.IsGone ? ContactChangeKind.Removed
        : before.Any(other => other.IsGone) ? ContactChangeKind.Returned
        : MayBeNew(before) ? ContactChangeKind.Added
        : ContactChangeKind.Updated;

    /// <summary>Whether a consumer may not have the record yet.</summary>
    private static bool MayBeNew(IReadOnlyList<StateEntry> before) => before.Count == 0 || before.Any(other => other.IsFirst);

    private static void Compare(ContactChange change, StateEntry entry, IReadOnlyList<StateEntry> before)
    {
        var differing = before.FirstOrDefault(other => other.Status != entry.Status);
        change.PreviousStatus = differing is null ? entry.Status : differing.Status;
        change.AddedTags.AddRange(entry.Tags.Where(tag => before.Any(other => !other.Tags.Contains(tag))));
        change.RemovedTags.AddRange(before.SelectMany(other => other.Tags).Distinct(StringComparer.Ordinal).Where(tag => !entry.Tags.Contains(tag)));
        change.NewCalls.AddRange(change.Contact!.Calls.Where(call => before.Any(other => !other.CallIds.Contains(ContactHash.IdOf(call)))));
        Note(differing is not null, "Status");
        Note(change.AddedTags.Count + change.RemovedTags.Count > 0, "Tags");
        Note(before.Any(other => other.Calls != entry.Calls), "Calls");
        Note(before.Any(other => other.Person != entry.Person), "Contact");

        void Note(bool isDifferent, string what)
        {
            if (isDifferent)
            {
                change.Changed.Add(what);
            }
        }
    }

    private static string IdOf(StateFile state, StateEntry entry, int number)
    {
        using var writer = new StateWriter();
        writer.Guid(state.Header.Identity);
        writer.Write(state.Header.Generation);
        writer.Write(entry.Id);
        writer.Write(number);
        writer.Write(entry.IsGone ? 0 : entry.Content);
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(writer.Bytes.ToArray());
        return string.Concat(hash.Take(16).Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static DateTimeOffset? Time(long ticks) => ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero).ToLocalTime();
}
