using System;

namespace Skipcall.Sandboxing;

/// <summary>
/// The sample rows. A row is worked out from the sequence and its index alone, so that it is the same at every request
/// and in every run, and no row needs storing. No person, company or number in them is real.
/// </summary>
internal static class SampleData
{
    // By index and not by chance: the first fourteen rows already show every status there is.
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

    /// <summary>Whether a row carries the tag and the status, without making the row.</summary>
    public static bool Matches(ulong seed, int index, string? tag, string? status)
    {
        var own = StatusOf(index);
        return (status is null || string.Equals(own, status, StringComparison.Ordinal))
            && (tag is null || Array.IndexOf(SampleTags.Of(seed, index, own), tag) >= 0);
    }

    /// <summary>How many calls a row has, without making the row.</summary>
    public static int CallCount(ulong seed, int index) => SampleCalls.Count(seed, index, StatusOf(index));

    /// <summary>Which of a row's calls has the id, counted from 0; null when none has.</summary>
    public static int? CallNumber(ulong seed, int index, string id)
    {
        for (var number = CallCount(seed, index) - 1; number >= 0; number--)
        {
            if (string.Equals(SampleCalls.IdOf(seed, index, number), id, StringComparison.Ordinal))
            {
                return number;
            }
        }

        return null;
    }

    private static string? StatusOf(int index) => s_statuses[index % s_statuses.Length];

    // A working hour of some day in 2025, early enough in December for the calls to be of that year too.
    private static DateTimeOffset CreatedAt(ulong seed, int index)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.CreatedAt);
        return new DateTimeOffset(2025, 1, 1, 8, 0, 0, TimeSpan.Zero)
            .AddDays(dice % 350)
            .AddMilliseconds((dice >> 16) % (10 * 60 * 60 * 1000));
    }
}
