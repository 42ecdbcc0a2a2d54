using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>
/// The floor: <see cref="HttpClient"/> and source-generated decoding, the pages in order, so many at the same time. It
/// retries nothing, keeps to no rate limit and guards against nothing.
/// </summary>
internal sealed class FloorContender : IContender
{
    private static readonly HttpClient s_client = new();

    public async Task<long> RunAsync(Job job)
    {
        var first = await FetchAsync(job, 1);
        var contacts = (long)first.Data.Count;
        if (job.Kind == JobKind.First)
        {
            return contacts;
        }

        var last = (first.Total + job.PageSize - 1) / job.PageSize;
        var ahead = new Queue<Task<FloorPage>>();
        for (var page = 2; page <= last || ahead.Count > 0;)
        {
            while (ahead.Count < job.ThrottleLimit && page <= last)
            {
                ahead.Enqueue(FetchAsync(job, page++));
            }

            contacts += (await ahead.Dequeue()).Data.Count;
        }

        return contacts;
    }

    private async Task<FloorPage> FetchAsync(Job job, int page)
    {
        var uri = new Uri($"{job.BaseUri}/v1/sequences/{job.Contacts}/contacts?page={page}&limit={job.PageSize}");
        await using var body = await s_client.GetStreamAsync(uri);
        return (await JsonSerializer.DeserializeAsync(body, FloorJson.Default.FloorPage))!;
    }
}
