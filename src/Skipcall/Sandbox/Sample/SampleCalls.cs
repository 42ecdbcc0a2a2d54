namespace Skipcall.Sandboxing;

/// <summary>The calls of the sample contacts: some unanswered ones, then the one that led to the contact's status.</summary>
internal static class SampleCalls
{
    private const int RowsToARound = 20;

    private static readonly string[] s_unanswered = { "NO_ANSWER", "BUSY", "MISSED_CALL", "VOICEMAIL" };

    public static string[] Statuses(ulong seed, int index, string? rowStatus)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.Calls);
        if (LastStatus(rowStatus, index, dice) is not { } last)
        {
            return Array.Empty<string>();
        }

        var unanswered = rowStatus is null ? 0 : (int)(dice % 3);
        var statuses = new string[unanswered + 1];
        for (var i = 0; i < unanswered; i++)
        {
            statuses[i] = s_unanswered[(dice >> (8 + i)) % (ulong)s_unanswered.Length];
        }

        statuses[unanswered] = last;
        return statuses;
    }

    /// <summary>A contact's call, numbered from 0. Calls are about a day apart.</summary>
    public static Call Create(ulong seed, int index, int number, string status, DateTimeOffset rowCreatedAt)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.Call + number);
        var id = DeterministicId.Create(seed, index, SampleSalt.Call + number);
        return Create(id, status, rowCreatedAt.AddDays(number + 1).AddMinutes(dice % 90), dice);
    }

    public static Call Create(string id, string status, DateTimeOffset createdAt, ulong dice)
    {
        var call = new Call { Id = id, Status = status, CreatedAt = createdAt };
        if (Durations(status) is not var (shortest, longest))
        {
            return call;
        }

        var startedAt = createdAt.AddSeconds(2);
        call.StartedAt = startedAt;
        if (longest > 0)
        {
            call.DurationSeconds = shortest + (int)((dice >> 16) % (ulong)(longest - shortest));
            call.EndedAt = startedAt.AddSeconds(call.DurationSeconds.Value);
        }

        return call;
    }

    private static string? LastStatus(string? rowStatus, int index, ulong dice)
    {
        var round = index / RowsToARound;
        return rowStatus switch
        {
            "CONNECTED" => (dice >> 4) % 3 == 0 ? "CONNECTED" : "COMPLETED",
            "RESPONDER" => "VOICEMAIL",
            "ERROR" => (round % 3) switch { 0 => "ERROR_NUMBER", 1 => "ERROR_COUNTRY", _ => "UNKNOWN_ERROR" },
            "CANCELLED" => "CANCELLED",
            "RUNNING" => (round % 4) switch { 0 => "IN_PROGRESS", 1 => "RINGING", 2 => "QUEUED", _ => "INITIATED" },
            null => index % 3 == 0 ? "NOT_INITIATED" : null,
            _ => null,
        };
    }

    // In seconds; 0 for a call that has not ended, null for one that has not started.
    private static (int Shortest, int Longest)? Durations(string status) => status switch
    {
        "NOT_INITIATED" or "INITIATED" or "QUEUED" or "CANCELLED" or "ERROR_NUMBER" or "ERROR_COUNTRY" => null,
        "BUSY" or "UNKNOWN_ERROR" => (2, 7),
        "NO_ANSWER" or "MISSED_CALL" => (15, 40),
        "VOICEMAIL" => (15, 45),
        "CONNECTED" => (20, 200),
        "COMPLETED" => (45, 900),
        _ => (0, 0),
    };
}
