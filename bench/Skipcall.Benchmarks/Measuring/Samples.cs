using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>The same thing measured several times.</summary>
internal sealed record Samples(IReadOnlyList<double> Values)
{
    public double Median => MedianOf(Values);

    public double Least => Values.Min();

    public double Most => Values.Max();

    /// <summary>The median of the ratios round by round: what disturbed a whole round does not count.</summary>
    public double RatioTo(Samples other) => MedianOf(Values.Zip(other.Values, static (own, its) => own / its).ToList());

    private static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
