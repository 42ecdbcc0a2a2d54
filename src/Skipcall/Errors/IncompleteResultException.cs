namespace Skipcall;

/// <summary>Reading a list failed after some records were written. The inner exception is the cause.</summary>
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

    /// <summary>Id of the sequence, or the path, that was read.</summary>
    public string SequenceId { get; }

    /// <summary>Number of the page that could not be read, from 1.</summary>
    public long Page { get; }

    /// <summary>Number of records written before the failure.</summary>
    public long Written { get; }

    /// <summary>Total number of records as last reported by the service; null if unknown.</summary>
    public long? Expected { get; }
}
