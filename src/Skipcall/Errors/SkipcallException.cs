namespace Skipcall;

/// <summary>Base class of the errors of the module and the service.</summary>
public class SkipcallException : Exception
{
    internal SkipcallException(SkipcallErrorId errorId, string message, Exception? innerException = null)
        : base(message, innerException) => ErrorId = errorId;

    /// <summary>The error id, as in <c>about_Skipcall_Errors</c>.</summary>
    public SkipcallErrorId ErrorId { get; }

    /// <summary>HTTP status of the response; null if there was none.</summary>
    public int? StatusCode { get; internal set; }

    /// <summary>Error code of the service, for example <c>PLAN_NOT_ELIGIBLE</c>; null if it sent none.</summary>
    public string? ServiceCode { get; internal set; }

    /// <summary>The recommended action, if it differs from the default for the error id.</summary>
    internal string? RecommendedAction { get; set; }

    /// <summary>Whether a retry can help.</summary>
    internal bool IsTransient { get; set; }

    internal TimeSpan? RetryAfter { get; set; }

    /// <summary>A truncated body. A retry can help.</summary>
    internal static SkipcallException TruncatedBody(int length) =>
        new(SkipcallErrorId.InvalidResponse, $"The response was cut short after {length} bytes.") { IsTransient = true };

    /// <summary>A body over the size limit. A retry would not help.</summary>
    internal static SkipcallException TooLarge(int maximumBytes) =>
        new(SkipcallErrorId.InvalidResponse, $"The response is larger than {(maximumBytes % (1 << 20) == 0 ? $"{maximumBytes >> 20} MB" : $"{maximumBytes} bytes")}, the maximum of this connection (Connect-Skipcall -MaximumResponseMB).");

    /// <summary>An HTML page, usually from a proxy or a wrong base URI.</summary>
    internal static SkipcallException HtmlPage(string request) =>
        new(SkipcallErrorId.InvalidResponse, $"Expected JSON but received an HTML page ({request}). The base URI may be wrong, or a proxy may have sent it.");

    /// <summary>A complete body that does not match the specification.</summary>
    internal static SkipcallException UnexpectedBody(string what, Exception? cause = null) =>
        new(SkipcallErrorId.InvalidResponse, $"Unexpected response: {what}", cause);
}
