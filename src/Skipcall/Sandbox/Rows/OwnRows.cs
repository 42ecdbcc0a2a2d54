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
        var row = CopyOf(own);
        row.SequenceId = sequenceId;
        row.Contact = CopyOf(own.Contact);
        row.Contact.PhoneNumbers = new ItemList<PhoneNumber>(own.Contact.PhoneNumbers.Select(CopyOf));
        row.Tags = new ItemList<Tag>(own.Tags.Select(CopyOf));
        row.Calls = new ItemList<Call>(own.Calls.Select(CopyOf));

        var seed = DeterministicId.Seed(sequenceId);
        row.Id = IdOr(row.Id, SampleSalt.Row);
        row.Contact.Id = IdOr(row.Contact.Id, SampleSalt.Contact);
        var salt = SampleSalt.PhoneNumber;
        row.Contact.PhoneNumbers.ForEach(number => number.Id = IdOr(number.Id, salt++));
        salt = SampleSalt.Call;
        row.Calls.ForEach(call => call.Id = IdOr(call.Id, salt++));
        row.Tags.ForEach(tag => tag.Id = string.IsNullOrEmpty(tag.Id) ? SampleTags.IdOf(tag.Label) : tag.Id);
        return row;

        string IdOr(string? id, int salt) => string.IsNullOrEmpty(id) ? DeterministicId.Create(seed, index, salt) : id!;
    }

    private static T CopyOf<T>(T own)
        where T : SkipcallObject
    {
        var copy = (T)own.Copy();
        copy.AdditionalProperties = new AdditionalProperties();
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

            copy.AdditionalProperties.Add(pair.Key, pair.Value);
        }

        return copy;
    }
}
