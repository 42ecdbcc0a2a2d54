using System.Globalization;

namespace Skipcall.Benchmarks;

internal static class BudgetReport
{
    private static readonly int[] s_limits = [100, 1000];
    private static readonly int[] s_pages = [10, 100, 1000, 10_000];
    private static readonly int[] s_latencies = [20, 200, 500, 1000];
    private static readonly int[] s_clients = [2, 5, 10, 20, 50];

    public static void Print(Options options)
    {
        Console.WriteLine("| limit | window | pages | latency | budget used | times the least possible | longer by | 429 |");
        Console.WriteLine("|---:|---|---:|---:|---:|---:|---:|---:|");
        foreach (var simulation in Alone(options.Quick))
        {
            var result = simulation.Run();
            Line(simulation.Limit, simulation.Window, simulation.Pages, simulation.Latency.TotalMilliseconds + " ms", Percent(result.Share), result.Ratio.ToString("0.000"), result.Over.TotalSeconds.ToString("0.0") + " s", result.Refused);
        }

        Console.WriteLine();
        Console.WriteLine("| clients | window | budget used | answered 429 | slowest against fastest | times the least possible |");
        Console.WriteLine("|---:|---|---:|---:|---:|---:|");
        foreach (var simulation in Together(options.Quick))
        {
            var result = simulation.Run();
            Line(simulation.Clients, simulation.Window, Percent(result.Share), Percent(result.RefusedShare), result.Spread.ToString("0.00"), result.Ratio.ToString("0.000"));
        }
    }

    private static IEnumerable<BudgetSimulation> Alone(bool quick) =>
        from limit in s_limits
        from window in Enum.GetValues<ModelRateWindow.Kind>()
        from pages in s_pages.Take(quick ? 2 : int.MaxValue)
        from latency in s_latencies
        select new BudgetSimulation { Limit = limit, Window = window, Pages = pages, Latency = TimeSpan.FromMilliseconds(latency) };

    private static IEnumerable<BudgetSimulation> Together(bool quick) =>
        from window in Enum.GetValues<ModelRateWindow.Kind>()
        from clients in s_clients.Take(quick ? 2 : int.MaxValue)
        select new BudgetSimulation { Limit = 100, Window = window, Clients = clients, Pages = 2000 / clients, Latency = TimeSpan.FromMilliseconds(100) };

    private static string Percent(double? share) => share?.ToString("0.0 %", CultureInfo.InvariantCulture) ?? "";

    private static void Line(params object[] cells) => Console.WriteLine("| " + string.Join(" | ", cells) + " |");
}
