namespace Skipcall.Engine.Changes;

/// <summary>Hashes of a contact's content. The order of lists does not count, because the API does not define it.</summary>
internal readonly struct ContactHash
{
    private ContactHash(ulong person, ulong calls, ulong content)
    {
        Person = person;
        Calls = calls;
        Content = content;
    }

    /// <summary>Hash of id, name, email, company, phone numbers and unknown fields.</summary>
    public ulong Person { get; }

    public ulong Calls { get; }

    /// <summary>Hash of status, tags, calls and person.</summary>
    public ulong Content { get; }

    public static ContactHash Of(SequenceContact record)
    {
        var person = OfPerson(record.Contact);
        var calls = 0UL;
        foreach (var call in record.Calls)
        {
            calls += OfCall(call);
        }

        var tags = 0UL;
        for (var i = 0; i < record.Tags.Count; i++)
        {
            var label = record.Tags[i].Label;
            tags += IsRepeat(record.Tags, i) ? 0 : Hash.Of(label);
        }

        var content = default(Hash);
        content.Add(record.Status);
        content.Add(tags);
        content.Add(person);
        content.Add(calls);
        return new ContactHash(person, calls, content.Value);
    }

    /// <summary>A short hash that identifies a call of a contact.</summary>
    public static uint IdOf(Call call) => (uint)(string.IsNullOrEmpty(call.Id) ? OfCall(call) : Hash.Of(call.Id));

    private static ulong OfPerson(Contact contact)
    {
        var hash = default(Hash);
        hash.Add(contact.Id);
        hash.Add(contact.FirstName);
        hash.Add(contact.LastName);
        hash.Add(contact.Email);
        hash.Add(contact.Company);
        var numbers = 0UL;
        foreach (var number in contact.PhoneNumbers)
        {
            var one = default(Hash);
            one.Add(number.Id);
            one.Add(number.Number);
            one.Add(OfUnknownFields(number));
            numbers += one.Value;
        }

        hash.Add(numbers);
        hash.Add(OfUnknownFields(contact));
        return hash.Value;
    }

    private static ulong OfCall(Call call)
    {
        var hash = default(Hash);
        hash.Add(call.Id);
        hash.Add(call.Status);
        hash.Add(call.StartedAtAsSent);
        hash.Add(call.EndedAtAsSent);
        hash.Add(call.DurationSeconds);
        hash.Add(call.CreatedAtAsSent);
        hash.Add(OfUnknownFields(call));
        return hash.Value;
    }

    private static ulong OfUnknownFields(SkipcallObject value)
    {
        if (!value.HasAdditionalProperties)
        {
            return 0;
        }

        var sum = 0UL;
        foreach (var field in value.AdditionalProperties)
        {
            var hash = default(Hash);
            hash.Add(field.Key);
            hash.Add(field.Value);
            sum += hash.Value;
        }

        return sum;
    }

    private static bool IsRepeat(ItemList<Tag> tags, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (string.Equals(tags[i].Label, tags[index].Label, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
