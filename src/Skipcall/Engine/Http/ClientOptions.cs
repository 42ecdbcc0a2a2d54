namespace Skipcall.Engine.Http;

internal sealed record ClientOptions
{
    /// <summary>The timeout of one attempt, body included; zero for none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    public int MaximumRetryCount { get; init; } = 4;

    /// <summary>The maximum size of a response, decompressed.</summary>
    public int MaximumResponseBytes { get; init; } = 64 << 20;

    /// <summary>The longest wait for the rate limit; it applies to each wait.</summary>
    public TimeSpan MaximumWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The file to record requests and responses in; null for none.</summary>
    public string? RecordingPath { get; init; }
}
