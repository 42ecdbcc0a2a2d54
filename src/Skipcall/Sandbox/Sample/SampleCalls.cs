using System;
using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>The calls of the sample contacts: some unanswered ones, then the one that led to the contact's status.</summary>
internal static class SampleCalls
{
    private const int RowsToARound = 20;

    private static readonly string[] s_unanswered = { "NO_ANSWER", "BUSY", "MISSED_CALL", "VOICEMAIL" };

    /// <summary>Adds a contact's calls, oldest first, about a day apart.</summary>
    public static void Add(ICollection<Call> calls, ulong seed, int index, string? rowStatus, DateTimeOffset rowCreatedAt)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.Calls);
        if (LastStatus(rowStatus, index, dice) is not { } last)
        {
            return;
        }

        var unanswered = rowStatus is null ? 0 : (int)(dice % 3);
        for (var i = 0; i < unanswered; i++)
        {
            calls.Add(Create(seed, index, i, s_unanswered[(dice >> (8 + i)) % (ulong)s_unanswered.Length], rowCreatedAt));
        }

        calls.Add(Create(seed, index, unanswered, last, rowCreatedAt));
    }

    // By index, not by chance, where there is a choice: 80 contacts show every call status.
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

    private static Call Create(ulong seed, int index, int number, string status, DateTimeOffset rowCreatedAt)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.Call + number);
        var createdAt = rowCreatedAt.AddDays(number + 1).AddMinutes(dice % 90);
        var call = new Call { Id = DeterministicId.Create(seed, index, SampleSalt.Call + number), Status = status, CreatedAt = createdAt };
        if (!HasStarted(status))
        {
            return call;
        }

        call.StartedAt = createdAt.AddSeconds(2);
        if (ShortestAndLongest(status) is var (shortest, longest))
        {
            call.DurationSeconds = shortest + (int)((dice >> 16) % (ulong)(longest - shortest));
            call.EndedAt = call.StartedAt.Value.AddSeconds(call.DurationSeconds.Value);
        }

        return call;
    }

    private static bool HasStarted(string status) =>
        status is not ("NOT_INITIATED" or "INITIATED" or "QUEUED" or "CANCELLED" or "ERROR_NUMBER" or "ERROR_COUNTRY");

    // In seconds; none for a call that has not ended.
    private static (int Shortest, int Longest)? ShortestAndLongest(string status) => status switch
    {
        "BUSY" or "UNKNOWN_ERROR" => (2, 7),
        "NO_ANSWER" or "MISSED_CALL" => (15, 40),
        "VOICEMAIL" => (15, 45),
        "CONNECTED" => (20, 200),
        "COMPLETED" => (45, 900),
        _ => null,
    };
}
