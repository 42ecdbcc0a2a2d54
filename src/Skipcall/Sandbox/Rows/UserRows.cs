using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Copies the user's own contacts, which may change or be used by another sandbox, and adds missing ids.</summary>
internal static class UserRows
{
    private static readonly JsonDocumentOptions s_anyDepth = new() { MaxDepth = 10_000 };

    /// <summary>Copies a contact; its number counts from 1, for messages.</summary>
    /// <exception cref="ArgumentException">The contact is null or has an additional property that is not JSON.</exception>
    public static SequenceContact Copy(SequenceContact? own, int number, string defaultSequenceId)
    {
        var row = CopyOf(own ?? throw new ArgumentException(FormattableString.Invariant($"Contact {number} is null.")), number);
        row.SequenceId = string.IsNullOrEmpty(own.SequenceId) ? defaultSequenceId : own.SequenceId;
        row.Contact = CopyOf(own.Contact, number);
        row.Contact.PhoneNumbers = new ItemList<PhoneNumber>(own.Contact.PhoneNumbers.Select(phone => CopyOf(phone, number)));
        row.Tags = new ItemList<Tag>(own.Tags.Select(tag => CopyOf(tag, number)));
        row.Calls = new ItemList<Call>(own.Calls.Select(call => CopyOf(call, number)));
        return row;
    }

    /// <summary>Adds missing ids. The index is the contact's position in its sequence.</summary>
    public static SequenceContact AddIds(SequenceContact row, int index)
    {
        var seed = DeterministicId.Seed(row.SequenceId);
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

    private static T CopyOf<T>(T own, int number)
        where T : SkipcallObject
    {
        var copy = (T)own.Copy();
        copy.AdditionalProperties = new AdditionalProperties();
        foreach (var pair in own.AdditionalProperties)
        {
            // Checked here, because an invalid value would spoil a whole page later.
            try
            {
                JsonDocument.Parse(pair.Value, s_anyDepth).Dispose();
            }
            catch (JsonException e)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Contact {number} can't be used. AdditionalProperties must hold JSON, and the value of '{pair.Key}' is not JSON: {pair.Value}"), e);
            }

            copy.AdditionalProperties.Add(pair.Key, pair.Value);
        }

        return copy;
    }
}
