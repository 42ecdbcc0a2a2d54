namespace Skipcall.Sandboxing;

/// <summary>
/// The sample contacts, computed from their sequence and index, so they are reproducible and need no storage. No person, company or
/// number is real.
/// </summary>
internal static class SampleData
{
    // By index, so that the first 14 contacts have every status.
    private static readonly string?[] s_statuses =
    {
        "CONNECTED", null, "RESPONDER", "CONNECTED", null, "ERROR", "CONNECTED", "MISSING_NUMBER", null, "RESPONDER",
        "CANCELLED", "CONNECTED", null, "RUNNING", "RESPONDER", null, "CONNECTED", "ERROR", null, "CONNECTED",
    };

    public static readonly DateTime DefaultLastDay = new(2025, 12, 14);

    /// <summary>A sample contact, with no time after the last day in UTC, or after its time of day if it has one.</summary>
    public static SequenceContact Row(string sequenceId, ulong seed, int index, DateTime lastDay)
    {
        var status = StatusOf(index);
        var callStatuses = SampleCalls.Statuses(seed, index, status);
        var createdAt = CreatedAt(seed, index, lastDay, callStatuses.Length);
        var row = new SequenceContact
        {
            Id = DeterministicId.Create(seed, index, SampleSalt.Row),
            SequenceId = sequenceId,
            Status = status,
            Contact = SamplePeople.Create(seed, index, hasNumber: status != "MISSING_NUMBER"),
            CreatedAt = createdAt,
        };
        foreach (var label in SampleTags.Of(seed, index, status))
        {
            row.Tags.Add(SampleTags.Create(label));
        }

        var calls = row.Calls;
        for (var i = 0; i < callStatuses.Length; i++)
        {
            calls.Add(SampleCalls.Create(seed, index, i, callStatuses[i], createdAt));
        }

        return row;
    }

    /// <summary>Whether a contact has the tag and the status. Does not create the contact.</summary>
    public static bool Matches(ulong seed, int index, string? tag, string? status)
    {
        var own = StatusOf(index);
        return (status is null || string.Equals(own, status, StringComparison.Ordinal))
            && (tag is null || Array.IndexOf(SampleTags.Of(seed, index, own), tag) >= 0);
    }

    private static string? StatusOf(int index) => s_statuses[index % s_statuses.Length];

    // Early enough for the calls on the following days; a day earlier if the last call would be in the future.
    private static DateTimeOffset CreatedAt(ulong seed, int index, DateTime lastDay, int callCount)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.CreatedAt);
        var daysAgo = 347 - (int)(dice % 350);
        var at = AtWork(lastDay.AddDays(daysAgo < callCount ? -daysAgo - 14 : -daysAgo), dice >> 16);
        var end = at.AddDays(callCount).AddHours(2).UtcDateTime;
        return lastDay.TimeOfDay > TimeSpan.Zero && end > lastDay ? at.AddDays(-1) : at;
    }

    /// <summary>A time of the day between 8:00 and 18:00 UTC.</summary>
    public static DateTimeOffset AtWork(DateTime day, ulong dice) =>
        new DateTimeOffset(day.Date.Ticks, TimeSpan.Zero).AddHours(8).AddMilliseconds(dice % (10 * 60 * 60 * 1000));
}
