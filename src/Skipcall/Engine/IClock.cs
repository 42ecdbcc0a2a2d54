namespace Skipcall.Engine;

/// <summary>The only source of time and delays in the module, so that tests can replace it.</summary>
internal interface IClock
{
    /// <summary>The wall clock, for dates from the service.</summary>
    DateTimeOffset UtcNow { get; }

    /// <summary>A monotonic clock, for all waits.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Completes after <paramref name="delay"/> or earlier, so callers with long waits check the clock again.</summary>
    Task Delay(TimeSpan delay, CancellationToken cancellationToken);
}
