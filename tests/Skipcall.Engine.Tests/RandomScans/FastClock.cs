using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A clock that runs, only faster: so that back-offs of seconds fit into a test over real sockets.</summary>
internal sealed class FastClock(DateTimeOffset start, int speed) : IClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public DateTimeOffset UtcNow => start + Elapsed;

    public TimeSpan Elapsed => _watch.Elapsed * speed;

    // Upwards: a timer knows whole milliseconds only.
    public Task Delay(TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds / speed)), cancellationToken);
}
