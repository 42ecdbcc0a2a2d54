using System;
using System.Linq;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// Copies of the caller's own contacts. Copies, because the caller's objects may change, or belong to another sandbox
/// too; with an id wherever one is missing, because the service has no object without one.
/// </summary>
internal static class OwnRows
{
    /// <summary>What a contact or a call of the caller's own says that names no time.</summary>
    public static readonly DateTimeOffset UnknownTime = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Planted JSON may be as odd as it likes, also deeper than most readers allow.
    private static readonly JsonDocumentOptions s_anyDepth = new() { MaxDepth = 10_000 };

    /// <exception cref="ArgumentException">A field of it has text that is no JSON.</exception>
    public static SequenceContact Copy(SequenceContact own, string sequenceId, int index)
    {
        var seed = DeterministicId.Seed(sequenceId);
        return new SequenceContact
        {
            Id = IdOr(own.Id, seed, index, SampleSalt.Row),
            SequenceId = sequenceId,
            Status = own.Status,
            Contact = Copy(own.Contact, seed, index),
            Tags = new ItemList<Tag>(own.Tags.Select(Copy)),
            Calls = new ItemList<Call>(own.Calls.Select((call, number) => Copy(call, seed, index, number))),
            CreatedAt = own.CreatedAt,
            AdditionalProperties = CopyRaw(own),
        };
    }

    private static Contact Copy(Contact own, ulong seed, int index) => new()
    {
        Id = IdOr(own.Id, seed, index, SampleSalt.Contact),
        FirstName = own.FirstName,
        LastName = own.LastName,
        Email = own.Email,
        Company = own.Company,
        PhoneNumbers = new ItemList<PhoneNumber>(own.PhoneNumbers.Select((number, i) => new PhoneNumber(number.Number)
        {
            Id = IdOr(number.Id, seed, index, SampleSalt.PhoneNumber + i),
            AdditionalProperties = CopyRaw(number),
        })),
        AdditionalProperties = CopyRaw(own),
    };

    private static Tag Copy(Tag own) => new(own.Label)
    {
        Id = string.IsNullOrEmpty(own.Id) ? SampleTags.IdOf(own.Label) : own.Id,
        IsSuccessTag = own.IsSuccessTag,
        AdditionalProperties = CopyRaw(own),
    };

    private static Call Copy(Call own, ulong seed, int index, int number) => new()
    {
        Id = IdOr(own.Id, seed, index, SampleSalt.Call + number),
        Status = own.Status,
        StartedAt = own.StartedAt,
        EndedAt = own.EndedAt,
        DurationSeconds = own.DurationSeconds,
        CreatedAt = own.CreatedAt,
        AdditionalProperties = CopyRaw(own),
    };

    private static string IdOr(string? id, ulong seed, int index, int salt) =>
        string.IsNullOrEmpty(id) ? DeterministicId.Create(seed, index, salt) : id!;

    private static AdditionalProperties CopyRaw(SkipcallObject own)
    {
        var copy = new AdditionalProperties();
        foreach (var pair in own.AdditionalProperties)
        {
            RequireJson(pair.Key, pair.Value);
            copy.Add(pair.Key, pair.Value);
        }

        return copy;
    }

    // Here and not when it is asked for: there it would spoil a whole page, and nobody would know why.
    private static void RequireJson(string name, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_anyDepth);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"AdditionalProperties holds raw JSON, and '{name}' has none: {json}", exception);
        }
    }
}
