using System;
using System.Linq;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// Copies the caller's own contacts, which may change or belong to another sandbox too. Adds an id wherever one is
/// missing, because every object of the service has one.
/// </summary>
internal static class OwnRows
{
    // Planted JSON may be nested deeper than most readers allow.
    private static readonly JsonDocumentOptions s_anyDepth = new() { MaxDepth = 10_000 };

    /// <exception cref="ArgumentException">It has a field with text that is not JSON.</exception>
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
            // Checked here, because a bad value would spoil a whole page later.
            try
            {
                JsonDocument.Parse(pair.Value, s_anyDepth).Dispose();
            }
            catch (JsonException e)
            {
                throw new ArgumentException($"AdditionalProperties must hold JSON, and the value of '{pair.Key}' is not JSON: {pair.Value}", e);
            }

            copy.Add(pair.Key, pair.Value);
        }

        return copy;
    }
}
