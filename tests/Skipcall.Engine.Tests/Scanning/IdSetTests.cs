using System.Globalization;
using CsCheck;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>Deduplication by id: exact and compact.</summary>
public sealed class IdSetTests
{
    private static readonly Gen<string> s_guid = Gen.Select(Gen.Int[0, 50], Gen.Int[0, 5], Gen.Int[0, 35]).Select((number, spelling, place) =>
    {
        var guid = new Guid(number, 0, 0, new byte[8]);
        return spelling switch
        {
            0 or 1 => guid.ToString("D"),
            2 => guid.ToString("D").ToUpperInvariant(),
            3 => guid.ToString("N"),
            4 => guid.ToString("D").Remove(place, 1).Insert(place, "/:`gG-é"[number % 7].ToString()),
            _ => guid.ToString("B"),
        };
    });

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[0, 3],
        Gen.String[Gen.Char['a', 'd'], 0, 4],
        Gen.Int[0, 300].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Int[1, 3].Select(length => new string('x', 1000 * length)));

    [Fact]
    public void Behaves_like_a_plain_set_for_guids_and_text() =>
        Gen.Select(Gen.OneOf(s_guid, s_text), Gen.Int[0, 20]).Array[0, 600].Sample(steps =>
        {
            var ids = new IdSet();
            var ever = new HashSet<string>(StringComparer.Ordinal);
            var thisTime = new HashSet<string>(StringComparer.Ordinal);
            ushort reading = 1;
            foreach (var (id, roll) in steps)
            {
                switch (roll)
                {
                    case 0:
                        reading++;
                        thisTime.Clear();
                        break;
                    case 1:
                        ids.Expect(id.Length * 100);
                        break;
                }

                var isNewThisTime = thisTime.Add(id);
                var expected = ever.Add(id) ? IdSet.Sighting.New : isNewThisTime ? IdSet.Sighting.Known : IdSet.Sighting.Repeat;
                Assert.Equal(expected, ids.See(id, reading));
            }
        });
}
