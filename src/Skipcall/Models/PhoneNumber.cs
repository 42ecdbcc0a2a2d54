namespace Skipcall;

/// <summary>A phone number of a contact (spec: <c>SequenceContactPhoneNumberDto</c>).</summary>
public sealed class PhoneNumber : SkipcallObject
{
    /// <summary>Makes an empty phone number.</summary>
    public PhoneNumber()
    {
    }

    /// <summary>Makes a phone number; this is what lets PowerShell cast a string to it.</summary>
    /// <param name="number">The number in E.164 form, for example <c>+33612345678</c>.</param>
    public PhoneNumber(string number) => Number = number;

    /// <summary>Id of the phone number (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>The number in E.164 form (spec: <c>number</c>).</summary>
    public string Number { get; set; } = "";

    /// <summary>The number.</summary>
    /// <returns>For example <c>+33612345678</c>.</returns>
    public override string ToString() => Number;
}
