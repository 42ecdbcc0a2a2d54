using System;

namespace Skipcall.Sandboxing;

/// <summary>
/// The sample contacts. Each is computed from its sequence and index alone, so it is the same in every run and need not
/// be stored. No person, company or number is real.
/// </summary>
internal static class SampleData
{
    // By index, not by chance: the first 14 contacts show every status.
    private static readonly string?[] s_statuses =
    {
        "CONNECTED", null, "RESPONDER", "CONNECTED", null, "ERROR", "CONNECTED", "MISSING_NUMBER", null, "RESPONDER",
        "CANCELLED", "CONNECTED", null, "RUNNING", "RESPONDER", null, "CONNECTED", "ERROR", null, "CONNECTED",
    };

    public static SequenceContact Row(string sequenceId, ulong seed, int index)
    {
        var status = StatusOf(index);
        var createdAt = CreatedAt(seed, index);
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

        SampleCalls.Add(row.Calls, seed, index, status, createdAt);
        return row;
    }

    /// <summary>Whether a contact has the tag and the status, without creating the contact.</summary>
    public static bool Matches(ulong seed, int index, string? tag, string? status)
    {
        var own = StatusOf(index);
        return (status is null || string.Equals(own, status, StringComparison.Ordinal))
            && (tag is null || Array.IndexOf(SampleTags.Of(seed, index, own), tag) >= 0);
    }

    private static string? StatusOf(int index) => s_statuses[index % s_statuses.Length];

    // In working hours of a day of 2025, early enough in December for the calls to be of that year too.
    private static DateTimeOffset CreatedAt(ulong seed, int index)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.CreatedAt);
        return new DateTimeOffset(2025, 1, 1, 8, 0, 0, TimeSpan.Zero)
            .AddDays(dice % 350)
            .AddMilliseconds((dice >> 16) % (10 * 60 * 60 * 1000));
    }
}
