using System.Globalization;

namespace Skipcall.Engine.Tests.Changes;

/// <summary>
/// <c>SKIPCALL_LIVES</c> and <c>SKIPCALL_LIFE_DAYS</c> set the number and length of lives; <c>SKIPCALL_LIFE_SEED</c> repeats one.
/// </summary>
public sealed class ChangeSimulationTests
{
    private const int Lives = 7;
    private const int CrashPoints = 1000;
    private const int Days = 365;

    [Fact]
    public void A_consumer_that_applies_each_change_once_ends_at_the_truth()
    {
        var tally = new SimulationTally();
        var first = Setting("SKIPCALL_LIFE_SEED") ?? 0;
        var lives = Setting("SKIPCALL_LIFE_SEED") is null ? Setting("SKIPCALL_LIVES") ?? Lives : 1;
        Parallel.For(first, first + lives, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            using var life = new FeedSimulation(seed);
            try
            {
                life.Live(Setting("SKIPCALL_LIFE_DAYS") ?? Days);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"Life {seed} failed on day {life.Tally.Days}: {e.Message}", e);
            }

            lock (tally)
            {
                tally.Add(life.Tally);
            }
        });

        TestReport.Write("changes.txt", FormattableString.Invariant($"{lives} lives"), tally.ToString());
        Assert.True(tally.Killed + tally.FullDisks >= CrashPoints || Setting("SKIPCALL_LIFE_SEED") is not null, tally.ToString());
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
