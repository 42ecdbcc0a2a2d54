using System;

namespace Skipcall;

/// <summary>A contact in a sequence, with its tags and calls inside that sequence (spec: <c>SequenceContactDto</c>).</summary>
public sealed class SequenceContact : SkipcallObject
{
    private Contact _contact = new();
    private ItemList<Tag> _tags = new();
    private ItemList<Call> _calls = new();

    /// <summary>Id of the record that ties the contact to the sequence; not the contact's own id (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>Id of the sequence that was asked. The service does not send it; the module fills it in.</summary>
    public string SequenceId { get; set; } = "";

    /// <summary>
    /// Where the contact stands in the sequence, as the API spells it; null when it was not called yet
    /// (spec: <c>status</c>). The values known today are the members of <see cref="SequenceContactStatus"/>.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>The person (spec: <c>contact</c>). Never null.</summary>
    public Contact Contact
    {
        get => _contact;
        set => _contact = value ?? new Contact();
    }

    /// <summary>Tags of this contact in the sequence (spec: <c>tags</c>). Never null.</summary>
    public ItemList<Tag> Tags
    {
        get => _tags;
        set => _tags = value ?? new ItemList<Tag>();
    }

    /// <summary>Calls made to this contact in the sequence (spec: <c>calls</c>). Never null.</summary>
    public ItemList<Call> Calls
    {
        get => _calls;
        set => _calls = value ?? new ItemList<Call>();
    }

    /// <summary>When the contact was added to the sequence (spec: <c>createdAt</c>); null when unreadable.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary>First and last name of <see cref="Contact"/>.</summary>
    public string FullName => _contact.FullName;

    /// <summary>First name of <see cref="Contact"/>.</summary>
    public string? FirstName => _contact.FirstName;

    /// <summary>Last name of <see cref="Contact"/>.</summary>
    public string? LastName => _contact.LastName;

    /// <summary>Email address of <see cref="Contact"/>.</summary>
    public string? Email => _contact.Email;

    /// <summary>Company of <see cref="Contact"/>.</summary>
    public string? Company => _contact.Company;

    /// <summary>The first phone number of <see cref="Contact"/>, in E.164 form; null when there is none.</summary>
    public string? PhoneNumber => _contact.PhoneNumbers.Count > 0 ? _contact.PhoneNumbers[0].Number : null;

    /// <summary>The full name (else the id) and the status.</summary>
    /// <returns>For example <c>Zoé Martin (CONNECTED)</c>.</returns>
    public override string ToString() =>
        (FullName.Length > 0 ? FullName : Id) + " (" + (Status ?? "not called") + ")";
}
