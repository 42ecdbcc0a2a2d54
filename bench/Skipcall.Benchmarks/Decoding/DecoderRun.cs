using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Decoding;

/// <summary>Runs the decoder's benchmark in this process, where the module's assembly is found.</summary>
internal static class DecoderRun
{
    public static void Start(Options options)
    {
        var job = (options.Quick ? Job.Dry : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<DecoderBenchmark>(DefaultConfig.Instance.AddJob(job));
    }
}
