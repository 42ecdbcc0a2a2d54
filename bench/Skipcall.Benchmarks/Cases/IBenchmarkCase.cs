using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>One part of the table.</summary>
internal interface IBenchmarkCase
{
    string Name { get; }

    Task RunAsync(Bench bench);
}
