namespace Skipcall;

/// <summary>The wait that the rate limit asks for is longer than the connection allows (<c>-MaximumWaitSec</c>).</summary>
public sealed class RateLimitExceededException : SkipcallException
{
    internal RateLimitExceededException(string message, DateTimeOffset? resetAt, Exception? innerException = null)
        : base(SkipcallErrorId.RateLimitExceeded, message, innerException) => ResetAt = resetAt;

    /// <summary>When the service will take requests again, by the local clock; null when it did not say.</summary>
    public DateTimeOffset? ResetAt { get; }
}
