using System.ComponentModel;

namespace Skipcall;

/// <summary>
/// A phone number of a contact (spec: <c>SequenceContactPhoneNumberDto</c>). It equals its number, so <c>-contains</c>,
/// <c>-in</c>, <c>-eq</c> and <c>.Contains()</c> take plain text.
/// </summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class PhoneNumber : SkipcallObject
{
    /// <summary>Creates an empty phone number.</summary>
    public PhoneNumber()
    {
    }

    /// <summary>Creates a phone number; PowerShell uses this to cast a string.</summary>
    /// <param name="number">The number in E.164 form, for example <c>+33612345678</c>.</param>
    public PhoneNumber(string number) => Number = number;

    /// <summary>Id of the phone number (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>The number in E.164 form (spec: <c>number</c>).</summary>
    public string Number { get; set; } = "";

    /// <summary>Whether the other is this number, or a phone number with this number.</summary>
    /// <param name="obj">A string or a phone number.</param>
    /// <returns>Whether they are equal.</returns>
    public override bool Equals(object? obj) =>
        string.Equals(Number, obj is PhoneNumber phoneNumber ? phoneNumber.Number : obj as string, StringComparison.OrdinalIgnoreCase);

    /// <summary>The hash code of the number, ignoring case.</summary>
    /// <returns>The same for equal phone numbers, and for the number in a table that ignores case.</returns>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Number ?? "");

    /// <summary>The number, safe to show.</summary>
    /// <returns>For example <c>+33612345678</c>.</returns>
    public override string ToString() => DisplayText.Clean(Number);
}
