using System.Globalization;

namespace Skipcall.Sandboxing;

/// <summary>The people of the sample rows: many French ones, and enough others that a script meets names as they are.</summary>
internal static class SamplePeople
{
    // As written, and as in an email address.
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

    private static readonly (string First, string Last, string Ascii, SampleCountry Country)[] s_others =
    {
        ("Aoife", "O'Connor", "aoife.oconnor", SampleCountry.UnitedKingdom),
        ("Oliver", "Smythe-Jones", "oliver.smythe-jones", SampleCountry.UnitedKingdom),
        ("Priya", "Patel", "priya.patel", SampleCountry.UnitedKingdom),
        ("Siân", "Llewellyn", "sian.llewellyn", SampleCountry.UnitedKingdom),
        ("Emily", "Johnson", "emily.johnson", SampleCountry.UnitedStates),
        ("DeShawn", "McKay", "deshawn.mckay", SampleCountry.UnitedStates),
        ("José", "García", "jose.garcia", SampleCountry.UnitedStates),
        ("Renée", "St. Clair", "renee.stclair", SampleCountry.UnitedStates),
        ("Linh", "Nguyễn", "linh.nguyen", SampleCountry.France),
        ("Jürgen", "Müller", "juergen.mueller", SampleCountry.France),
        ("Lucía", "Fernández Muñoz", "lucia.fernandez", SampleCountry.France),
        ("Łukasz", "Wójcik", "lukasz.wojcik", SampleCountry.France),
        ("怡君", "陳", "yijun.chen", SampleCountry.France),
        ("João", "Gonçalves", "joao.goncalves", SampleCountry.France),
        ("Søren", "Ørsted", "soren.orsted", SampleCountry.France),
        ("Νίκος", "Παππάς", "nikos.pappas", SampleCountry.France),
        ("Олена", "Шевчук", "olena.shevchuk", SampleCountry.France),
        ("ليلى", "منصور", "leila.mansour", SampleCountry.France),
        ("Ayşe", "Yıldız", "ayse.yildiz", SampleCountry.France),
        ("Jiří", "Dvořák", "jiri.dvorak", SampleCountry.France),
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
            contact.PhoneNumbers.Add(SamplePhones.Create(seed, index, 0, country));
            if (details % 7 == 2)
            {
                contact.PhoneNumbers.Add(SamplePhones.Create(seed, index, 1, country));
            }
        }

        return contact;
    }

    private static (string First, string Last, string Ascii, SampleCountry Country) French(ulong dice)
    {
        var first = Pick(s_frenchFirst, dice >> 16);
        var last = Pick(s_frenchLast, dice >> 32);
        return (first.Name, last.Name, first.Ascii + "." + last.Ascii, SampleCountry.France);
    }

    // With the index, because two people of one name do not share an address.
    private static string Email(string name, int index, ulong dice) =>
        name + (index + 1).ToString(CultureInfo.InvariantCulture) + "@" + Pick(s_domains, dice);

    private static T Pick<T>(T[] items, ulong dice) => items[dice % (ulong)items.Length];
}
