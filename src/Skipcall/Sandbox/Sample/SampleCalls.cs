using System;
using System.Collections.Generic;

namespace Skipcall.Sandboxing;

/// <summary>The calls of the sample rows: some vain ones, and then the one that made the row's status.</summary>
internal static class SampleCalls
{
    private const int RowsToARound = 20;

    private static readonly string[] s_vain = { "NO_ANSWER", "BUSY", "MISSED_CALL", "VOICEMAIL" };

    /// <summary>Adds a row's calls, oldest first, a day or more apart.</summary>
    public static void Add(ICollection<Call> calls, ulong seed, int index, string? rowStatus, DateTimeOffset rowCreatedAt)
    {
        var dice = Dice(seed, index);
        if (LastStatus(rowStatus, index, dice) is not { } last)
        {
            return;
        }

        var vain = Vain(rowStatus, dice);
        for (var i = 0; i < vain; i++)
        {
            calls.Add(Create(seed, index, i, s_vain[(dice >> (8 + i)) % (ulong)s_vain.Length], rowCreatedAt));
        }

        calls.Add(Create(seed, index, vain, last, rowCreatedAt));
    }

    /// <summary>How many calls <see cref="Add"/> adds.</summary>
    public static int Count(ulong seed, int index, string? rowStatus)
    {
        var dice = Dice(seed, index);
        return LastStatus(rowStatus, index, dice) is null ? 0 : Vain(rowStatus, dice) + 1;
    }

    /// <summary>The id of one of a row's calls, counted from 0.</summary>
    public static string IdOf(ulong seed, int index, int number) =>
        DeterministicId.Create(seed, index, SampleSalt.Call + number);

    private static ulong Dice(ulong seed, int index) => DeterministicId.Mix(seed, index, SampleSalt.Calls);

    private static int Vain(string? rowStatus, ulong dice) => rowStatus is null ? 0 : (int)(dice % 3);

    // By index and not by chance where there is a choice: eighty rows have every call status there is.
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
        var call = new Call { Id = IdOf(seed, index, number), Status = status, CreatedAt = createdAt };
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

    // Seconds; none for a call that is still going on.
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
