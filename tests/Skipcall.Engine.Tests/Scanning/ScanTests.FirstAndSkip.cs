using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed partial class ScanTests
{
    [Theory]
    [InlineData(0, 1, new[] { 1 })]
    [InlineData(0, 100, new[] { 1 })]
    [InlineData(0, 101, new[] { 1, 2 })]
    [InlineData(0, 250, new[] { 1, 2, 3 })]
    [InlineData(0, 9999, new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    [InlineData(100, 100, new[] { 2 })]
    [InlineData(150, 50, new[] { 2 })]
    [InlineData(150, 51, new[] { 2, 3 })]
    [InlineData(950, 100, new[] { 10 })]
    [InlineData(999, 5, new[] { 10 })]
    [InlineData(1000, 5, new[] { 11 })]
    [InlineData(5000, 5, new[] { 51 })]
    [InlineData(0, 0, new[] { 1 })]
    public void First_and_skip_request_only_the_pages_they_need(int skip, int first, int[] pages)
    {
        foreach (var throttleLimit in new[] { 1, 32 })
        {
            var ids = JsonResponse.Ids(1000);
            var service = Honest(ids);
            var fixture = new ScanFixture(service);

            var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, Skip = skip, First = first, ThrottleLimit = throttleLimit });

            Assert.Equal(ids.Skip(skip).Take(first), fixture.Sink.Ids);
            Assert.Equal(pages, service.Pages);
            Assert.True(receipt.Complete, receipt.ToString());
            Assert.Empty(fixture.Log.Warnings);
        }
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(30, 100)]
    [InlineData(5, 1)]
    public void First_of_the_largest_number_means_all(int skip, int pageSize)
    {
        var ids = JsonResponse.Ids(250);
        var fixture = new ScanFixture(Honest(ids));

        var receipt = fixture.Run(new ScanOptions { Mode = ScanMode.Bounded, First = long.MaxValue, Skip = skip, PageSize = pageSize });

        Assert.Equal(ids.Skip(skip), fixture.Sink.Ids);
        Assert.True(receipt.Complete, receipt.ToString());
    }

    [Fact]
    public void Skip_without_first_reads_the_rest()
    {
        var ids = JsonResponse.Ids(250);
        var service = Honest(ids);
        var fixture = new ScanFixture(service);

        Assert.True(fixture.Run(s_all with { Skip = 120 }).Complete);

        Assert.Equal(ids.Skip(120), fixture.Sink.Ids);
        Assert.Equal(new[] { 2, 3 }, service.Pages);
    }
}
