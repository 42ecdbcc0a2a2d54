using System.Globalization;

namespace Skipcall.Sandboxing;

/// <summary>
/// The people of the sample contacts, with many kinds of names. All phone numbers are from the ranges that ARCEP (France), Ofcom (United
/// Kingdom) and NANPA (United States) reserve for fiction.
/// </summary>
internal static class SamplePeople
{
    private enum Country
    {
        France,
        UnitedKingdom,
        UnitedStates,
    }

    private static readonly (string Name, string Ascii)[] s_frenchFirst =
    {
        ("Zoé", "zoe"), ("Loïc", "loic"), ("Chloé", "chloe"), ("Éloïse", "eloise"), ("Jean-Baptiste", "jean-baptiste"),
        ("Hélène", "helene"), ("François", "francois"), ("Maëlys", "maelys"), ("Théo", "theo"), ("Aurélie", "aurelie"),
        ("Gaël", "gael"), ("Noémie", "noemie"), ("Camille", "camille"), ("Rémi", "remi"), ("Anaïs", "anais"),
        ("Lucas", "lucas"), ("Inès", "ines"), ("Mathieu", "mathieu"), ("Clémence", "clemence"), ("Yann", "yann"),
    };

    private static readonly (string Name, string Ascii)[] s_frenchLast =
    {
        ("Martin", "martin"), ("Lefèvre", "lefevre"), ("d'Arcy", "darcy"), ("Dupont", "dupont"), ("Le Goff", "legoff"),
        ("Béranger", "beranger"), ("Noël", "noel"), ("Garçon", "garcon"), ("Moreau", "moreau"), ("Hervé", "herve"),
        ("De La Tour", "delatour"), ("Bœuf", "boeuf"), ("Fontaine", "fontaine"), ("Saint-Éloi", "saint-eloi"), ("Roussel", "roussel"),
        ("Crépin", "crepin"), ("Marchand", "marchand"), ("Pelletier", "pelletier"), ("Guérin", "guerin"), ("L'Hermitte", "lhermitte"),
    };

    private static readonly (string First, string Last, string Ascii, Country Country)[] s_others =
    {
        ("Aoife", "O'Connor", "aoife.oconnor", Country.UnitedKingdom), ("Oliver", "Smythe-Jones", "oliver.smythe-jones", Country.UnitedKingdom),
        ("Priya", "Patel", "priya.patel", Country.UnitedKingdom), ("Siân", "Llewellyn", "sian.llewellyn", Country.UnitedKingdom),
        ("Emily", "Johnson", "emily.johnson", Country.UnitedStates), ("DeShawn", "McKay", "deshawn.mckay", Country.UnitedStates),
        ("José", "García", "jose.garcia", Country.UnitedStates), ("Renée", "St. Clair", "renee.stclair", Country.UnitedStates),
        ("Linh", "Nguyễn", "linh.nguyen", Country.France), ("Jürgen", "Müller", "juergen.mueller", Country.France),
        ("Lucía", "Fernández Muñoz", "lucia.fernandez", Country.France), ("Łukasz", "Wójcik", "lukasz.wojcik", Country.France),
        ("怡君", "陳", "yijun.chen", Country.France), ("João", "Gonçalves", "joao.goncalves", Country.France),
        ("Søren", "Ørsted", "soren.orsted", Country.France), ("Νίκος", "Παππάς", "nikos.pappas", Country.France),
        ("Олена", "Шевчук", "olena.shevchuk", Country.France), ("ليلى", "منصور", "leila.mansour", Country.France),
        ("Ayşe", "Yıldız", "ayse.yildiz", Country.France), ("Jiří", "Dvořák", "jiri.dvorak", Country.France),
    };

    private static readonly string[] s_companies =
    {
        "Atelier Sample", "Lefèvre & Fils", "Dupont, Moreau et Associés", "Boulangerie \"Chez Zoé\"", "L'Échoppe d'Éloïse",
        "Café du Modèle", "Société Exemple SARL", "Énergies de l'Essai", "Cabinet Démo", "Garage Le Goff",
        "Müller Muster GmbH & Co. KG", "O'Connor & Sons, Ltd.", "Example Widgets, Inc.", "Smythe \"The Press\" Printing", "Ejemplo y Hermanos, S.A.",
        "Przykład Sp. z o.o.", "範例有限公司", "Exemplo & Filhos, Lda.", "Prøve A/S", "Acme Sample Corp",
    };

    private static readonly string[] s_domains = { "example.com", "example.org", "example.net" };

    public static Contact Create(ulong seed, int index, bool hasNumber)
    {
        var dice = DeterministicId.Mix(seed, index, SampleSalt.Name);
        var details = DeterministicId.Mix(seed, index, SampleSalt.Details);
        var (first, last, ascii, country) = dice % 3 == 0 ? Pick(s_others, dice >> 8) : French(dice);
        var contact = new Contact
        {
            Id = DeterministicId.Create(seed, index, SampleSalt.Contact),
            FirstName = first,
            LastName = last,
            Email = details % 8 == 0 ? null : Email(ascii, index, details >> 8),
            Company = details % 6 == 1 ? null : Pick(s_companies, details >> 16),
        };
        if (hasNumber)
        {
            contact.PhoneNumbers.Add(Phone(seed, index, 0, country));
            if (details % 7 == 2)
            {
                contact.PhoneNumbers.Add(Phone(seed, index, 1, country));
            }
        }

        return contact;
    }

    private static (string First, string Last, string Ascii, Country Country) French(ulong dice)
    {
        var first = Pick(s_frenchFirst, dice >> 16);
        var last = Pick(s_frenchLast, dice >> 32);
        return (first.Name, last.Name, first.Ascii + "." + last.Ascii, Country.France);
    }

    private static string Email(string name, int index, ulong dice) =>
        name + (index + 1).ToString(CultureInfo.InvariantCulture) + "@" + Pick(s_domains, dice);

    /// <summary>A contact's first or second phone number (<paramref name="number"/> 0 or 1).</summary>
    private static PhoneNumber Phone(ulong seed, int index, int number, Country country)
    {
        var salt = SampleSalt.PhoneNumber + number;
        var dice = DeterministicId.Mix(seed, index, salt);

        var isMobile = (DeterministicId.Mix(seed, index, SampleSalt.PhoneNumber) + (ulong)number) % 2 == 0;
        var text = country switch
        {
            Country.UnitedKingdom => "+447700900" + Digits(dice, 1_000, "000"),
            Country.UnitedStates => "+120255501" + Digits(dice, 100, "00"),
            _ => (isMobile ? "+3363998" : "+3319900") + Digits(dice, 10_000, "0000"),
        };
        return new PhoneNumber(text) { Id = DeterministicId.Create(seed, index, salt) };
    }

    private static string Digits(ulong dice, int count, string format) =>
        ((int)((dice >> 8) % (ulong)count)).ToString(format, CultureInfo.InvariantCulture);

    private static T Pick<T>(T[] items, ulong dice) => items[dice % (ulong)items.Length];
}
