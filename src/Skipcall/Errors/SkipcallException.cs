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

    /// <summary>What to do, if it differs from the usual advice for the error id.</summary>
    internal string? RecommendedAction { get; set; }

    /// <summary>Whether a retry can help.</summary>
    internal bool IsTransient { get; set; }

    /// <summary>The <c>Retry-After</c> of the response; null if it had none.</summary>
    internal TimeSpan? RetryAfter { get; set; }

    /// <summary>A body that ends too early. A retry can help.</summary>
    internal static SkipcallException TruncatedBody(int length) =>
        new(SkipcallErrorId.InvalidResponse, $"The response was cut short after {length} bytes.") { IsTransient = true };

    /// <summary>A body that is larger than allowed. A retry would not help.</summary>
    internal static SkipcallException TooLarge(int maximumBytes) =>
        new(SkipcallErrorId.InvalidResponse, $"The response is larger than {(maximumBytes % (1 << 20) == 0 ? $"{maximumBytes >> 20} MB" : $"{maximumBytes} bytes")}, the maximum of this connection (Connect-Skipcall -MaximumResponseMB).");

    /// <summary>An HTML page, such as a proxy or a wrong base URI gives.</summary>
    internal static SkipcallException HtmlPage(string request) =>
        new(SkipcallErrorId.InvalidResponse, $"Expected JSON but received an HTML page ({request}). The base URI may be wrong, or a proxy may have sent it.");

    /// <summary>A complete body that is not what the API documents.</summary>
    internal static SkipcallException UnexpectedBody(string what, Exception? cause = null) =>
        new(SkipcallErrorId.InvalidResponse, $"Unexpected response: {what}", cause);
}
