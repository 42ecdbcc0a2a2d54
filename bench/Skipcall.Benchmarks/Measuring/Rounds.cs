using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>Measures several things in turns, so that what disturbs the machine disturbs all of them alike.</summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Samples>> MeasureAsync(int warmUps, int rounds, params IReadOnlyList<Func<Task<double>>> measures)
    {
        var values = measures.Select(static _ => new List<double>()).ToList();
        for (var round = -warmUps; round < rounds; round++)
        {
            for (var i = 0; i < measures.Count; i++)
            {
                var value = await measures[i]();
                if (round >= 0)
                {
                    values[i].Add(value);
                }
            }
        }

        return values.Select(static list => new Samples(list)).ToList();
    }
}
