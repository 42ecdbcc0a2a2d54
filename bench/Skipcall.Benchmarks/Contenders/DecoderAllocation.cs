using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>What the module's decoder allocates for a list's pages, beside what the contacts take themselves.</summary>
internal static class DecoderAllocation
{
    public static async Task<Outcome> MeasureAsync(Job job)
    {
        var bodies = await FetchAsync(job);
        var decoder = new SequenceContactDecoder($"{job.Contacts}");
        var contacts = new List<SequenceContact>(job.Contacts);
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var body in bodies)
        {
            contacts.AddRange(decoder.Decode(body).Items);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Outcome(watch.Elapsed.TotalMilliseconds, contacts.Count, 0, allocated, 0, ModelSize.Of(contacts));
    }

    private static async Task<List<ApiResponse>> FetchAsync(Job job)
    {
        using var client = new HttpClient();
        var bodies = new List<ApiResponse>();
        for (var page = 1; page <= job.Contacts / job.PageSize; page++)
        {
            var uri = new Uri($"{job.BaseUri}/v1/sequences/{job.Contacts}/contacts?page={page}&limit={job.PageSize}");
            await using var body = await client.GetStreamAsync(uri);
            bodies.Add(await ApiResponse.ReadAsync(200, default, default, "application/json", body, CancellationToken.None));
        }

        return bodies;
    }
}
