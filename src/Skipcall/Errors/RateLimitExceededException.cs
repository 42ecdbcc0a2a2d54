namespace Skipcall;

/// <summary>The rate limit requires a longer wait than the connection allows (<c>-MaximumWaitSec</c>).</summary>
public sealed class RateLimitExceededException : SkipcallException
{
    internal RateLimitExceededException(string message, DateTimeOffset? resetAt, Exception? innerException = null)
        : base(SkipcallErrorId.RateLimitExceeded, message, innerException) => ResetAt = resetAt;

    /// <summary>When the rate limit window ends, by the local clock; null if unknown.</summary>
    public DateTimeOffset? ResetAt { get; }
}
