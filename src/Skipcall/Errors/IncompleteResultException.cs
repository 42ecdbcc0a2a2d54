namespace Skipcall;

/// <summary>
/// A list broke off after some of it had been written: what came out is not the whole list. The cause is the inner
/// exception.
/// </summary>
public sealed class IncompleteResultException : SkipcallException
{
    internal IncompleteResultException(string message, string target, long page, long written, long? expected, Exception cause)
        : base(SkipcallErrorId.IncompleteResult, message, cause)
    {
        SequenceId = target;
        Page = page;
        Written = written;
        Expected = expected;
    }

    /// <summary>The sequence (or the path) whose list broke off.</summary>
    public string SequenceId { get; }

    /// <summary>The page that could not be had, from 1.</summary>
    public long Page { get; }

    /// <summary>How many records had been written.</summary>
    public long Written { get; }

    /// <summary>How many records the service said there are; null when it had not said so yet.</summary>
    public long? Expected { get; }
}
