using System.ComponentModel;

namespace Skipcall;

/// <summary>A person who can be called (spec: <c>SequenceContactContactDto</c>), exactly as the service sent it.</summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class Contact : SkipcallObject
{
    private ItemList<PhoneNumber> _phoneNumbers = new();

    /// <summary>Id of the contact (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>First and last name, as far as they are known, safe to show. Setting it splits at the first space.</summary>
    public string FullName
    {
        get => (DisplayText.Clean(FirstName) + " " + DisplayText.Clean(LastName)).Trim();
        set
        {
            var name = (value ?? "").Trim();
            if (string.Equals(name, FullName, StringComparison.Ordinal))
            {
                return;
            }

            var space = name.IndexOf(' ');
            FirstName = space < 0 ? name : name.Substring(0, space);
            LastName = space < 0 ? null : name.Substring(space + 1).TrimStart();
        }
    }

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

    /// <summary>The full name, else the email address, else the id; safe to show.</summary>
    /// <returns>For example <c>Zoé Martin</c>.</returns>
    public override string ToString() => FullName is { Length: > 0 } name ? name : DisplayText.Clean(Email ?? Id);
}
