namespace Skipcall.Benchmarks.Measuring;

/// <summary>A row of the table.</summary>
/// <param name="Case">Under what circumstances.</param>
/// <param name="What">What was measured.</param>
/// <param name="Unit">In what.</param>
/// <param name="Samples">How much, each time.</param>
/// <param name="Against">The row it is compared with; null for none.</param>
internal sealed record ReportRow(string Case, string What, string Unit, Samples Samples, ReportRow? Against = null)
{
    public double? Ratio => Against is null ? null : Samples.RatioTo(Against.Samples);
}
