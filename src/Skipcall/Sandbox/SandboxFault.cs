using System.Globalization;

namespace Skipcall;

/// <summary>
/// A failure that a sandbox simulates. PowerShell converts a hashtable (<c>@{ Request = 3; StatusCode = 503; RetryAfterSec = 2 }</c>), a
/// status code (<c>500</c>) or a kind (<c>'Hang'</c>) to a fault; the last two affect the next request. Values out of range throw
/// <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
public sealed class SandboxFault
{
    private int _request;
    private int? _page;
    private int _times = 1;
    private int? _statusCode;
    private double? _retryAfterSec;
    private int _hits;

    /// <summary>Creates a fault that returns status 500 for one request.</summary>
    public SandboxFault()
    {
    }

    /// <summary>Creates a fault that returns a status for one request. Lets PowerShell cast a number to a fault.</summary>
    /// <param name="statusCode">The HTTP status, 200 to 599.</param>
    public SandboxFault(int statusCode) => StatusCode = statusCode;

    /// <summary>Creates a fault for one request. Lets PowerShell cast a string to a fault.</summary>
    /// <param name="kind">A <see cref="SandboxFaultKind"/> in any case, or a status code in digits.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public SandboxFault(string kind)
    {
        // Enum.TryParse would accept numbers, and combine 'A,B' to a third value.
        if (int.TryParse(kind, NumberStyles.Integer, CultureInfo.InvariantCulture, out var statusCode))
        {
            StatusCode = statusCode;
            return;
        }

        Kind = !kind.Contains(",") && Enum.TryParse<SandboxFaultKind>(kind, ignoreCase: true, out var parsed)
            ? parsed
            : throw new ArgumentException(
                $"'{kind}' is not a fault. Use a status code or one of: {string.Join(", ", Enum.GetNames(typeof(SandboxFaultKind)))}.",
                nameof(kind));
    }

    /// <summary>
    /// Number of the request to affect, from 1, counting all requests to the sandbox including the check of <c>Connect-Skipcall</c>; 0 (the
    /// default) means any request.
    /// </summary>
    public int Request
    {
        get => _request;
        set => _request = Require(value, value >= 0, nameof(Request), "0 or more");
    }

    /// <summary>Number of the page of contacts to affect, from 1; null means any request.</summary>
    public int? Page
    {
        get => _page;
        set => _page = Require(value, value is null or >= 1, nameof(Page), "1 or more");
    }

    /// <summary>Number of requests to affect, 1 by default; 0 means no limit.</summary>
    public int Times
    {
        get => _times;
        set => _times = Require(value, value >= 0, nameof(Times), "0 or more");
    }

    /// <summary>HTTP status of the response, 200 to 599; null for the default of <see cref="Kind"/>.</summary>
    public int? StatusCode
    {
        get => _statusCode;
        set => _statusCode = Require(value, value is null or (>= 200 and <= 599), nameof(StatusCode), "200 to 599");
    }

    /// <summary>How the request fails. The default is an error status.</summary>
    public SandboxFaultKind Kind { get; set; }

    /// <summary>Body of the response; null for a default that matches the kind and the status.</summary>
    public string? Body { get; set; }

    /// <summary>
    /// Value of the <c>Retry-After</c> header in seconds, rounded up; null sends no header. A sandbox without rate headers never sends it.
    /// </summary>
    public double? RetryAfterSec
    {
        get => _retryAfterSec;
        set => _retryAfterSec = Require(value, value is null or (>= 0 and <= int.MaxValue), nameof(RetryAfterSec), "0 seconds or more");
    }

    /// <summary>The kind of failure and the affected requests.</summary>
    /// <returns>For example <c>Status 503, request 3, once</c>.</returns>
    public override string ToString() => string.Format(
        CultureInfo.InvariantCulture,
        "{0}{1}, {2}{3}, {4}",
        Kind,
        StatusCode is null ? "" : " " + StatusCode,
        Request == 0 ? "any request" : "request " + Request,
        Page is null ? "" : ", page " + Page,
        Times switch { 0 => "always", 1 => "once", _ => Times + " times" });

    internal SandboxFault Copy()
    {
        var copy = (SandboxFault)MemberwiseClone();
        copy._hits = 0;
        return copy;
    }

    /// <summary>Whether the fault affects a request, which is then counted.</summary>
    internal bool Hits(SandboxRequest request)
    {
        var hits = (Request == 0 || Request == request.Number)
            && (Page is null || (request.SequenceId is not null && Page == (request.Page ?? 1)))
            && (Times == 0 || _hits < Times);
        _hits += hits ? 1 : 0;
        return hits;
    }

    private static T Require<T>(T value, bool isValid, string name, string range) =>
        isValid ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
}
