using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Sandboxing;

namespace Skipcall.Engine.Tests.Performance;

public sealed class AllocationTests
{
    private const int Pages = 20;

    [Fact]
    public async Task Decoding_allocates_little_more_than_the_contact()
    {
        var pages = await ReadPagesAsync();
        var decoder = new SequenceContactDecoder("large", new SeenValues());

        // Warms up the JIT and the string pool.
        Decode(decoder, pages);
        var contacts = new List<SequenceContact>(Pages * 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var page in pages)
        {
            contacts.AddRange(decoder.Decode(page).Items);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Pages * 100, contacts.Count);
        var ratio = (double)allocated / ModelSize.Of(contacts);
        Assert.True(ratio <= 1.5, $"{ratio:0.00} times the contacts' own size");
    }

    private static void Decode(SequenceContactDecoder decoder, List<ApiResponse> pages) => pages.ForEach(page => decoder.Decode(page));

    private static async Task<List<ApiResponse>> ReadPagesAsync()
    {
        var sandbox = new Sandbox(new SandboxOptions { Sequences = SandboxSequences.Sample(0) }, SystemClock.Instance);
        using var client = new HttpClient(sandbox.CreateHandler()) { DefaultRequestHeaders = { { "Authorization", "Bearer " + sandbox.ApiKey } } };
        var pages = new List<ApiResponse>();
        for (var page = 1; page <= Pages; page++)
        {
            var body = new MemoryStream(await client.GetByteArrayAsync(new Uri(sandbox.BaseUri, $"v1/sequences/large/contacts?page={page}&limit=100")));
            pages.Add(await ApiResponse.ReadAsync(200, default, default, "application/json", body, CancellationToken.None));
        }

        return pages;
    }
}
