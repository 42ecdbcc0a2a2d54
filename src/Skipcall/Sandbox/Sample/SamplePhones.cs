using System.Globalization;

namespace Skipcall.Sandboxing;

/// <summary>
/// Numbers that ring nowhere: only from the ranges that ARCEP (France), Ofcom (United Kingdom) and NANPA (United States)
/// keep for fiction.
/// </summary>
internal static class SamplePhones
{
    /// <summary>The first number of a contact, or with <paramref name="number"/> 1 the second one.</summary>
    public static PhoneNumber Create(ulong seed, int index, int number, SampleCountry country)
    {
        var salt = SampleSalt.PhoneNumber + number;
        var dice = DeterministicId.Mix(seed, index, salt);

        // The second one is of the other kind: a mobile and a landline.
        var isMobile = (DeterministicId.Mix(seed, index, SampleSalt.PhoneNumber) + (ulong)number) % 2 == 0;
        var text = country switch
        {
            SampleCountry.UnitedKingdom => "+447700900" + Digits(dice, 1_000, "000"),
            SampleCountry.UnitedStates => "+120255501" + Digits(dice, 100, "00"),
            _ => (isMobile ? "+3363998" : "+3319900") + Digits(dice, 10_000, "0000"),
        };
        return new PhoneNumber(text) { Id = DeterministicId.Create(seed, index, salt) };
    }

    private static string Digits(ulong dice, int count, string format) =>
        ((int)((dice >> 8) % (ulong)count)).ToString(format, CultureInfo.InvariantCulture);
}

/// <summary>Where a sample person's telephone is.</summary>
internal enum SampleCountry
{
    France,
    UnitedKingdom,
    UnitedStates,
}
