using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Http;

public sealed class BackoffTests
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(6, 16)]
    [InlineData(7, 30)]
    [InlineData(8, 30)]
    [InlineData(1000, 30)]
    [InlineData(int.MaxValue, 30)]
    public void Delay_doubles_up_to_the_maximum_with_upward_jitter(int number, double plainSeconds)
    {
        var backoff = new Backoff(s_first, s_longest, seed: 1);
        var waits = Enumerable.Range(0, 1000).Select(_ => backoff.Wait(number).TotalSeconds).ToList();

        Assert.All(waits, wait => Assert.InRange(wait, plainSeconds, plainSeconds * 1.25));
        Assert.True(waits.Max() > plainSeconds * 1.1, "there is no jitter");
    }

    [Fact]
    public void Two_clients_have_different_delays() =>
        Assert.NotEqual(new Backoff(s_first, s_longest, seed: 1).Wait(3), new Backoff(s_first, s_longest, seed: 2).Wait(3));
}
