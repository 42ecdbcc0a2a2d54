using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Engine.Tests;

/// <summary>A real clock that runs fifty times as fast, for tests over real sockets: a wait of a minute takes a second.</summary>
internal sealed class FastClock : IClock
{
    private const int Speed = 50;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly DateTimeOffset _start = DateTimeOffset.UtcNow;

    public DateTimeOffset UtcNow => _start + Elapsed;

    public TimeSpan Elapsed => _watch.Elapsed * Speed;

    public Task Delay(TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay > TimeSpan.Zero ? delay / Speed : TimeSpan.Zero, cancellationToken);
}
