namespace Skipcall;

/// <summary>A person who can be called (spec: <c>SequenceContactContactDto</c>).</summary>
public sealed class Contact : SkipcallObject
{
    private ItemList<PhoneNumber> _phoneNumbers = new();

    /// <summary>Id of the contact (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>First name (spec: <c>firstName</c>).</summary>
    public string? FirstName { get; set; }

    /// <summary>Last name (spec: <c>lastName</c>).</summary>
    public string? LastName { get; set; }

    /// <summary>Email address; null when unknown (spec: <c>email</c>).</summary>
    public string? Email { get; set; }

    /// <summary>Company; null when unknown (spec: <c>company</c>).</summary>
    public string? Company { get; set; }

    /// <summary>Phone numbers (spec: <c>phoneNumbers</c>). Never null.</summary>
    public ItemList<PhoneNumber> PhoneNumbers
    {
        get => _phoneNumbers;
        set => _phoneNumbers = value ?? new ItemList<PhoneNumber>();
    }

    /// <summary>First and last name, as far as they are known.</summary>
    public string FullName => ((FirstName ?? "") + " " + (LastName ?? "")).Trim();

    /// <summary>The full name, else the email address, else the id.</summary>
    /// <returns>For example <c>Zoé Martin</c>.</returns>
    public override string ToString() => FullName.Length > 0 ? FullName : Email ?? Id;
}
