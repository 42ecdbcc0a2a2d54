using System;

namespace Skipcall;

/// <summary>A failure of the module or the service, with the name it is documented under.</summary>
public class SkipcallException : Exception
{
    internal SkipcallException(SkipcallErrorId errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    /// <summary>The failure's name in <c>about_Skipcall_Errors</c>.</summary>
    public SkipcallErrorId ErrorId { get; }

    /// <summary>The HTTP status the service answered with; null when there was no answer.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>The service's own error code, for example <c>PLAN_NOT_ELIGIBLE</c>; null when it sent none.</summary>
    public string? ServiceCode { get; internal set; }

    /// <summary>Whether asking again can help.</summary>
    internal bool IsTransient { get; set; }

    /// <summary>How long the service asked to be left alone; null when it did not say.</summary>
    internal TimeSpan? RetryAfter { get; set; }
}
