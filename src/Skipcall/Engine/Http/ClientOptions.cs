using System;

namespace Skipcall.Engine.Http;

/// <summary>How patient a client is.</summary>
internal sealed record ClientOptions
{
    /// <summary>The longest one attempt may take, body included; zero is no limit.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How often a request is sent again after a failure that may pass.</summary>
    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The longest one wait for the rate limit.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromMinutes(5);
}
