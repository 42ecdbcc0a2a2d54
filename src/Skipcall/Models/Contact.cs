using System.ComponentModel;

namespace Skipcall;

/// <summary>A person (spec: <c>SequenceContactContactDto</c>), exactly as the service sent it.</summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class Contact : SkipcallObject
{
    private ItemList<PhoneNumber> _phoneNumbers = new();

    /// <summary>Id of the contact (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>First and last name, without control characters. Setting it splits at the first space.</summary>
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

    /// <summary>Email address; null if unknown (spec: <c>email</c>).</summary>
    public string? Email { get; set; }

    /// <summary>Company; null if unknown (spec: <c>company</c>).</summary>
    public string? Company { get; set; }

    /// <summary>Phone numbers (spec: <c>phoneNumbers</c>). Never null.</summary>
    public ItemList<PhoneNumber> PhoneNumbers
    {
        get => _phoneNumbers;
        set => _phoneNumbers = value ?? new ItemList<PhoneNumber>();
    }

    /// <summary>The full name, or else the email address or id, without control characters.</summary>
    /// <returns>For example <c>Zoé Martin</c>.</returns>
    public override string ToString() => FullName is { Length: > 0 } name ? name : DisplayText.Clean(Email ?? Id);
}
