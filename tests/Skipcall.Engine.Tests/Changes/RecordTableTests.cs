using Skipcall.Engine.Changes;

namespace Skipcall.Engine.Tests.Changes;

public sealed class RecordTableTests
{
    private const int Records = 1000;

    private readonly RecordTable _table = new();

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(Records)]
    public void Finds_every_record_in_any_order_and_keeps_the_first_one(int expected)
    {
        _table.Expect(expected);
        var keys = Enumerable.Range(0, Records).Select(number => RecordTable.KeyOf($"record {number}")).ToArray();
        for (var i = 0; i < Records; i++)
        {
            _table.Find(keys[i]).Offset = i + 1;
        }

        foreach (var i in Enumerable.Range(0, Records).Concat(Enumerable.Range(0, Records).Reverse()).Concat(Enumerable.Range(0, Records).OrderBy(i => keys[i])))
        {
            Assert.Equal(i + 1, _table.Find(keys[i]).Offset);
        }

        Assert.Equal(Records, _table.Count);
        Assert.Equal(keys, _table.Slots.ToArray().Select(slot => slot.Key));
    }

    [Fact]
    public void A_cleared_table_has_no_records()
    {
        _table.Find(7).Offset = 1;

        _table.Clear();

        Assert.Equal(0, _table.Slots.Length);
        Assert.Equal(0, _table.Find(7).Offset);
    }
}
