using System.Management.Automation;

namespace Skipcall.Commands.Conversion;

/// <summary>Converts hashtables, CSV rows, parsed JSON and deserialized objects to the module's objects.</summary>
internal static class ObjectReader
{
    /// <summary>Reads a contact. A contact is returned unchanged.</summary>
    /// <exception cref="ArgumentException">The value can't be read; the message says why.</exception>
    public static SequenceContact ReadSequenceContact(object? value)
    {
        value = Fields.Unwrap(value);
        if (value is SequenceContact own)
        {
            return own;
        }

        var fields = Fields.Of<SequenceContact>(value);
        var person = fields["Contact"];

        // Flat text, as in a CSV file, can't contain null.
        fields.EmptyIsNull = person is null or string;
        var contact = new SequenceContact
        {
            Id = fields.Text("Id") ?? "",
            SequenceId = fields.Text("SequenceId") ?? "",
            Status = fields.Text("Status"),
            Tags = fields.List("Tags", ReadTag),
            Calls = fields.List("Calls", ReadCall),
            CreatedAt = fields.Time("CreatedAt"),
            Contact = person is null or string ? new Contact() : ReadContact(person),
            AdditionalProperties = fields.AdditionalProperties(),
        };
        FillIn(contact.Contact, fields);
        return contact;
    }

    /// <summary>Reads an object. For deserialized objects, the type may be a base type.</summary>
    /// <exception cref="ArgumentException">The value can't be read; the message says why.</exception>
    public static object Read(object value, Type type)
    {
        var name = type == typeof(SkipcallObject) && value is PSObject { TypeNames: { Count: > 0 } names } ? names[0] : type.FullName!;
        return name.Substring(name.LastIndexOf('.') + 1) switch
        {
            nameof(SequenceContact) => ReadSequenceContact(value),
            nameof(Contact) => ReadContact(value),
            nameof(Call) => ReadCall(value),
            nameof(Tag) => ReadTag(value),
            nameof(PhoneNumber) => ReadPhoneNumber(value),
            nameof(ContactChange) => ReadContactChange(value),
            _ => throw new ArgumentException($"{name} is not a type of this module."),
        };
    }

    private static ContactChange ReadContactChange(object value)
    {
        var fields = Fields.Of<ContactChange>(value);
        return new ContactChange
        {
            ChangeId = fields.Text("ChangeId") ?? "",
            Kind = (ContactChangeKind)Enum.Parse(typeof(ContactChangeKind), fields.Text("Kind") ?? "Added", ignoreCase: true),
            SequenceId = fields.Text("SequenceId") ?? "",
            Id = fields.Text("Id") ?? "",
            ContactId = fields.Text("ContactId") ?? "",
            Changed = fields.List("Changed", item => item.ToString()!),
            PreviousStatus = fields.Text("PreviousStatus"),
            Status = fields.Text("Status"),
            AddedTags = fields.List("AddedTags", item => item.ToString()!),
            RemovedTags = fields.List("RemovedTags", item => item.ToString()!),
            NewCalls = fields.List("NewCalls", ReadCall),
            Contact = fields["Contact"] is { } contact and not string ? ReadSequenceContact(contact) : null,
            ObservedAfter = fields.Time("ObservedAfter"),
            ObservedBefore = fields.Time("ObservedBefore") ?? default,
        };
    }

    private static Contact ReadContact(object? value)
    {
        value = Fields.Unwrap(value);
        if (value is Contact own)
        {
            return own;
        }

        var fields = Fields.Of<Contact>(value);
        var contact = new Contact { Id = fields.Text("Id") ?? "", AdditionalProperties = fields.AdditionalProperties() };
        FillIn(contact, fields);
        return contact;
    }

    private static void FillIn(Contact contact, Fields fields)
    {
        if (contact.Id.Length == 0)
        {
            contact.Id = fields.Text("ContactId") ?? "";
        }

        contact.FirstName ??= fields.Text("FirstName");
        contact.LastName ??= fields.Text("LastName");
        if (contact.FirstName is null && contact.LastName is null && (fields.Text("FullName") ?? fields["Contact"] as string) is { Length: > 0 } name)
        {
            contact.FullName = name;
        }

        contact.Email ??= fields.Text("Email");
        contact.Company ??= fields.Text("Company");
        if (contact.PhoneNumbers.Count == 0)
        {
            contact.PhoneNumbers = fields.List("PhoneNumbers", ReadPhoneNumber);
        }

        if (contact.PhoneNumbers.Count == 0 && fields.Text("PhoneNumber") is { Length: > 0 } number)
        {
            contact.PhoneNumbers.Add(new PhoneNumber(number));
        }
    }

    private static PhoneNumber ReadPhoneNumber(object value)
    {
        if (value is PhoneNumber own)
        {
            return own;
        }

        if (!Fields.Has(value))
        {
            return new PhoneNumber(FieldValue.Text("PhoneNumber", value)!);
        }

        var fields = Fields.Of<PhoneNumber>(value);
        return new PhoneNumber
        {
            Id = fields.Text("Id") ?? "",
            Number = fields.Text("Number") ?? "",
            AdditionalProperties = fields.AdditionalProperties(),
        };
    }

    private static Tag ReadTag(object value)
    {
        if (value is Tag own)
        {
            return own;
        }

        if (!Fields.Has(value))
        {
            return new Tag(FieldValue.Text("Tag", value)!);
        }

        var fields = Fields.Of<Tag>(value);
        return new Tag
        {
            Id = fields.Text("Id") ?? "",
            Label = fields.Text("Label") ?? "",
            IsSuccessTag = fields.Flag("IsSuccessTag"),
            AdditionalProperties = fields.AdditionalProperties(),
        };
    }

    private static Call ReadCall(object value)
    {
        if (value is Call own)
        {
            return own;
        }

        if (value is string text)
        {
            return FieldValue.Call(text);
        }

        var fields = Fields.Of<Call>(value);
        fields.EmptyIsNull = true;
        var call = new Call
        {
            Id = fields.Text("Id") ?? "",
            Status = fields.Text("Status"),
            StartedAt = fields.Time("StartedAt"),
            EndedAt = fields.Time("EndedAt"),
            DurationSeconds = fields.Number("DurationSeconds"),
            CreatedAt = fields.Time("CreatedAt"),
            AdditionalProperties = fields.AdditionalProperties(),
        };
        if (fields.Text("SequenceId") is { } sequenceId)
        {
            call.Owner = new SequenceContact { SequenceId = sequenceId, ContactId = fields.Text("ContactId") ?? "" };

            call.Owner.FirstName = fields.Text("FullName");
            call.Owner.PhoneNumber = fields.Text("PhoneNumber");
        }

        return call;
    }
}
