using System.IO;
using System.Text.Json;
using System.Threading;
using BenchmarkDotNet.Attributes;
using Skipcall.Benchmarks.Contenders;
using Skipcall.Benchmarks.Serving;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Benchmarks.Decoding;

/// <summary>One page of a hundred contacts: the module's decoder, and what the compiler generates for System.Text.Json.</summary>
[MemoryDiagnoser]
public class DecoderBenchmark
{
    private const int Pages = 20;

    private readonly byte[][] _bodies = new byte[Pages][];
    private readonly ApiResponse[] _responses = new ApiResponse[Pages];
    private readonly SequenceContactDecoder _decoder = new("benchmark");
    private int _next;

    [GlobalSetup]
    public void Prepare()
    {
        var rows = new ServiceRows();
        for (var page = 0; page < Pages; page++)
        {
            using var body = new MemoryStream();
            rows.WritePage(20_000, page + 1, 100, body);
            _bodies[page] = body.ToArray();
            body.Position = 0;
            _responses[page] = ApiResponse.ReadAsync(200, default, default, "application/json", body, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    [Benchmark(Baseline = true)]
    public object SourceGenerated() => JsonSerializer.Deserialize(_bodies[_next++ % Pages], FloorJson.Default.FloorPage)!;

    [Benchmark]
    public object Module() => _decoder.Decode(_responses[_next++ % Pages]);
}
