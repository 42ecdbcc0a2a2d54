namespace Skipcall.Sandboxing;

/// <summary>What each deterministic id or choice of a sample row is drawn with, so that no two of them go together.</summary>
internal static class SampleSalt
{
    public const int Row = 0;
    public const int Contact = 1;
    public const int Name = 2;
    public const int Details = 3;
    public const int CreatedAt = 4;
    public const int Tags = 5;
    public const int Calls = 6;

    /// <summary>The first of a contact's phone numbers; the next one has the next salt.</summary>
    public const int PhoneNumber = 1000;

    /// <summary>The first of a row's calls; the next one has the next salt.</summary>
    public const int Call = 2000;
}
