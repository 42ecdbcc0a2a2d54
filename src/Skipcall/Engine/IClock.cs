using System;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Engine;

/// <summary>
/// The only source of time and of delay in the module, so that a test about minutes takes milliseconds.
/// </summary>
internal interface IClock
{
    /// <summary>The wall clock: for what the service says in dates.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>A clock that never goes back: for all waits.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Completes when <paramref name="delay"/> is over, or is cancelled.</summary>
    Task Delay(TimeSpan delay, CancellationToken cancellationToken);
}
