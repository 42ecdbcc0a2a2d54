using System.Diagnostics;

namespace Skipcall.Engine;

internal sealed class SystemClock : IClock
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(20);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private SystemClock()
    {
    }

    public static SystemClock Instance { get; } = new();

    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    public TimeSpan Elapsed => _watch.Elapsed;

    public Task Delay(TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay < s_longest ? delay : s_longest, cancellationToken);
}
