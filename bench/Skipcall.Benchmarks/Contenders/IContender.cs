using System.Threading.Tasks;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>One way to read the list.</summary>
internal interface IContender
{
    /// <summary>Does a job.</summary>
    /// <returns>How many contacts came.</returns>
    Task<long> RunAsync(Job job);
}
