using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed class ScanPassTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    private readonly ScanPass _reading = new();

    [Fact]
    public void Record_count_equal_to_the_total_is_no_sign()
    {
        Observe(total: 3, records: 2);
        Observe(total: 3, records: 1);

        Assert.Null(_reading.Sign);
        Assert.True(_reading.ReachedTheEnd);
        Assert.Equal((2, 3, 3), (_reading.Pages, _reading.Records, _reading.Total));
    }

    [Theory]
    [InlineData(2, "2 of 3 records were returned")]
    [InlineData(4, "4 of 3 records were returned")]
    public void Record_count_other_than_the_total_is_a_sign(int records, string sign)
    {
        Observe(total: 3, records);

        Assert.Equal(sign, _reading.Sign);
        Assert.Equal(records > 3, _reading.ReachedTheEnd);
    }

    [Fact]
    public void Total_that_changes_and_returns_is_a_sign()
    {
        Observe(total: 3, records: 1);
        Observe(total: 4, records: 1);
        Observe(total: 3, records: 1);

        Assert.Equal("the total changed, and changed back", _reading.Sign);
    }

    [Theory]
    [InlineData(1, "1 record appeared twice")]
    [InlineData(2, "2 records appeared twice")]
    public void Repeated_records_are_a_sign(int repeats, string sign)
    {
        Observe(total: 3, records: 3);
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            _reading.ObserveRepeat();
        }

        Assert.Equal(sign, _reading.Sign);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(86_400, true)]
    [InlineData(86_401, false)]
    public void Record_created_since_the_start_is_a_sign_up_to_a_day_ahead(int secondsAfter, bool isSign)
    {
        Observe(total: 2, records: 2, createdAt: s_asked.AddSeconds(secondsAfter));

        Assert.Equal(isSign ? "a record was added" : null, _reading.Sign);
    }

    [Fact]
    public void Pass_starts_with_the_request_of_its_first_page()
    {
        Observe(total: 2, records: 1);
        Observe(total: 2, records: 1, createdAt: s_asked.AddSeconds(5), askedAt: s_asked.AddSeconds(10));

        Assert.Equal("a record was added", _reading.Sign);
    }

    [Fact]
    public void Record_seen_by_an_earlier_pass_is_not_new()
    {
        Observe(total: 1, records: 1, createdAt: s_asked.AddSeconds(60), isKnown: true);

        Assert.Null(_reading.Sign);
    }

    [Fact]
    public void Record_without_a_date_is_no_sign()
    {
        Observe(total: 1, records: 1, createdAt: null);

        Assert.Null(_reading.Sign);
    }

    [Theory]
    [InlineData(10, 100, 90, null)]
    [InlineData(10, 100, 89, "89 of 90 records were returned")]
    [InlineData(100, 100, 0, null)]
    [InlineData(500, 100, 0, null)]
    [InlineData(500, 100, 1, "1 of 0 records were returned")]
    public void Skipped_records_are_not_missing(int passedOver, int total, int records, string? sign)
    {
        Observe(total, records);
        _reading.Skipped = passedOver;

        Assert.Equal(sign, _reading.Sign);
        Assert.Equal(passedOver + records >= total, _reading.ReachedTheEnd);
    }

    [Fact]
    public void Missing_total_leaves_the_end_unknown()
    {
        Observe(total: null, records: 3);

        Assert.False(_reading.ReachedTheEnd);
    }

    private void Observe(long? total, int records, DateTimeOffset? createdAt = null, DateTimeOffset? askedAt = null, bool isKnown = false)
    {
        var page = new Page<string> { Total = total, RequestedAt = askedAt ?? s_asked };
        page.Items.AddRange(Enumerable.Repeat("record", records));
        _reading.Observe(page, _ => createdAt, _ => isKnown);
    }
}
