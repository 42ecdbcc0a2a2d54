using System.Text.Json;
using System.Text.Json.Serialization;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>The lower bound: <see cref="HttpClient"/> and source-generated decoding, without retries, rate limit or checks.</summary>
internal static class FloorContender
{
    private static readonly HttpClient s_client = new();

    public static async Task<long> RunAsync(Job job)
    {
        var first = await FetchAsync(job, 1);
        var contacts = (long)first.Data.Count;
        if (job.Kind == Job.Kinds.First)
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

    public static Uri PageUri(Job job, int page) => new($"{job.BaseUri}/v1/sequences/{job.Contacts}/contacts?page={page}&limit={job.PageSize}");

    public static IReadOnlyList<SequenceContact> Decode(byte[] page) => JsonSerializer.Deserialize(page, FloorJson.Default.FloorPage)!.Data;

    private static async Task<FloorPage> FetchAsync(Job job, int page)
    {
        await using var body = await s_client.GetStreamAsync(PageUri(job, page));
        return (await JsonSerializer.DeserializeAsync(body, FloorJson.Default.FloorPage))!;
    }
}

/// <summary>The module's models, decoded by System.Text.Json's source generator.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]
[JsonSerializable(typeof(FloorPage))]
internal sealed partial class FloorJson : JsonSerializerContext
{
}

internal sealed class FloorPage
{
    public List<SequenceContact> Data { get; } = new();

    public int Total { get; set; }
}
