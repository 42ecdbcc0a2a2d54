using System;
using System.Globalization;
using System.Linq;
using Skipcall.Engine.Scanning;
using Xunit;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>What the ids of a very long list cost. Nobody else allocates meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class IdSetMemoryTests
{
    private const int Million = 1_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_million_ids_are_told_apart_exactly_in_less_than_64_MB(bool guids)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var set = new IdSet();
        for (var number = 0; number < Million; number++)
        {
            Assert.Equal(IdSet.Sighting.New, set.See(Id(number), 1));
        }

        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        var repeats = Enumerable.Range(0, Million).Count(number => number % 100 == 0 && set.See(Id(number), 1) == IdSet.Sighting.Repeat);
        var known = Enumerable.Range(0, Million).Count(number => number % 100 == 1 && set.See(Id(number), 2) == IdSet.Sighting.Known);

        Assert.Equal((Million / 100, Million / 100), (repeats, known));
        Assert.Equal(IdSet.Sighting.New, set.See(Id(Million), 1));
        Assert.True(grown < 64_000_000, $"it grew by {grown} bytes");

        string Id(int number) => guids
            ? new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1).ToString("D")
            : "seq/contact-" + number.ToString(CultureInfo.InvariantCulture);
    }
}
