using System.ComponentModel;

namespace Skipcall;

/// <summary>
/// A phone number of a contact (spec: <c>SequenceContactPhoneNumberDto</c>). It equals its number as text, so you can use
/// <c>-contains</c>, <c>-in</c>, <c>-eq</c> and <c>.Contains()</c> with plain text.
/// </summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class PhoneNumber : SkipcallObject
{
    /// <summary>Creates an empty phone number.</summary>
    public PhoneNumber()
    {
    }

    /// <summary>Creates a phone number. Lets PowerShell cast a string to a phone number.</summary>
    /// <param name="number">The number in E.164 format, for example <c>+33612345678</c>.</param>
    public PhoneNumber(string number) => Number = number;

    /// <summary>Id of the phone number (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>The number in E.164 format (spec: <c>number</c>).</summary>
    public string Number { get; set; } = "";

    /// <summary>Whether the other object is a phone number with this number, or this number as text.</summary>
    /// <param name="obj">A string or a phone number.</param>
    /// <returns>Whether they are equal.</returns>
    public override bool Equals(object? obj) =>
        string.Equals(Number, obj is PhoneNumber phoneNumber ? phoneNumber.Number : obj as string, StringComparison.OrdinalIgnoreCase);

    /// <summary>The hash code of the number, ignoring case.</summary>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Number ?? "");

    /// <summary>The number, without control characters.</summary>
    public override string ToString() => DisplayText.Clean(Number);
}
