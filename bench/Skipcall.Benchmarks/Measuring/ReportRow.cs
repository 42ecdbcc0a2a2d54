namespace Skipcall.Benchmarks.Measuring;

/// <summary>A row of the table.</summary>
/// <param name="Case">Under what circumstances.</param>
/// <param name="What">What was measured.</param>
/// <param name="Unit">In what.</param>
/// <param name="Samples">How much, each time.</param>
/// <param name="Against">The row it is compared with; null for none.</param>
internal sealed record ReportRow(string Case, string What, string Unit, Samples Samples, ReportRow? Against = null)
{
    /// <summary>Times the other, the median over the rounds.</summary>
    public double? Ratio => Against is null ? null : Samples.RatioTo(Against.Samples);

    /// <summary>Times the other, both at their best: what disturbs the machine only ever makes it slower.</summary>
    public double? BestRatio => Against is null ? null : Samples.Least / Against.Samples.Least;
}
