using System;

namespace Skipcall.Benchmarks.Budgets;

/// <summary>What came of a simulation.</summary>
/// <param name="Share">The share of the budget that was used in whole windows; null where there was none.</param>
/// <param name="Ratio">The slowest client's time against the least possible.</param>
/// <param name="Over">The same as a difference.</param>
/// <param name="Refused">Answers with 429.</param>
/// <param name="RefusedShare">Their share of all requests.</param>
/// <param name="Spread">The slowest client's time against the fastest one's.</param>
internal sealed record BudgetResult(double? Share, double Ratio, TimeSpan Over, int Refused, double RefusedShare, double Spread);
