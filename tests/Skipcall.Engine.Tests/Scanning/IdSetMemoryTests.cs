using System.Diagnostics;
using System.Globalization;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

/// <summary>The memory of a very long list's ids. Serial, because other tests allocate too.</summary>
[Collection(nameof(NotParallel))]
public sealed class IdSetMemoryTests
{
    private const int Million = 1_000_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(15)]
    public void Guids_that_differ_in_one_place_are_found_fast(int place)
    {
        // A hash with collisions takes a minute here, a good one a tenth of a second.
        var clock = Stopwatch.StartNew();
        var set = new IdSet();
        var bytes = new byte[16];
        for (var number = 0; number < 200_000; number++)
        {
            bytes[place] = (byte)number;
            bytes[(place + 1) % 16] = (byte)(number >> 8);
            bytes[(place + 2) % 16] = (byte)(number >> 16);
            Assert.Equal(IdSet.Sighting.New, set.See(new Guid(bytes).ToString("D"), 1));
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{number} ids took {clock.Elapsed}");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Million_ids_are_distinguished_in_less_than_64_MB(bool guids)
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

    [Fact]
    public void Room_for_an_expected_million_is_allocated_once()
    {
        var ids = Enumerable.Range(0, Million).Select(number => new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 1).ToString("D")).ToArray();
        var set = new IdSet();
        set.Expect(Million);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var news = ids.Count(id => set.See(id, 1) == IdSet.Sighting.New);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Million, news);
        Assert.True(allocated < 1_000_000, $"{allocated} bytes");
    }

    [Theory]
    [InlineData(long.MinValue, 0)]
    [InlineData(0, 0)]
    [InlineData(100, 4_000)]
    [InlineData(100_000, 6_000_000)]
    [InlineData(long.MaxValue, 40_000_000)]
    public void Room_for_a_stated_total_is_bounded(long count, long bound)
    {
        var set = new IdSet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        set.Expect(count);
        set.Expect(count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, bound);
        Assert.Equal(IdSet.Sighting.New, set.See("a", 1));
    }

    [Fact]
    public void Room_is_limited_by_first()
    {
        var service = new ScriptedService(asked => JsonResponse.Page(JsonResponse.Ids(10), 1_000_000_000, 1, 10));
        var fixture = new ScanFixture(service);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var receipt = fixture.Run(new ScanOptions { First = 10 });
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.Equal(10, receipt.Written);
        Assert.True(allocated < 5_000_000, $"{allocated} bytes");
    }
}
