using System;
using System.Globalization;

namespace Skipcall;

/// <summary>
/// Something that goes wrong in a sandbox on purpose. One hashtable makes it:
/// <c>@{ Request = 3; StatusCode = 503; RetryAfterSec = 2 }</c>; so does a status code (<c>500</c>) or a kind
/// (<c>'Hang'</c>) alone, which then hits the next request. The sandbox keeps a copy of its own.
/// </summary>
public sealed class SandboxFault
{
    private int _request;
    private int? _page;
    private int _times = 1;
    private int? _statusCode;
    private double? _retryAfterSec;

    /// <summary>Makes a fault that answers one request with 500.</summary>
    public SandboxFault()
    {
    }

    /// <summary>Makes a fault that answers one request with a status; this is what lets PowerShell cast a number to it.</summary>
    /// <param name="statusCode">The HTTP status, 200 to 599.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is none.</exception>
    public SandboxFault(int statusCode) => StatusCode = statusCode;

    /// <summary>Makes a fault that hits one request; this is what lets PowerShell cast a string to it.</summary>
    /// <param name="kind">A <see cref="SandboxFaultKind"/> in any case, or a status code in digits.</param>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public SandboxFault(string kind)
    {
        // Digits first: an enum would read them as the number of one of its members.
        if (int.TryParse(kind, NumberStyles.Integer, CultureInfo.InvariantCulture, out var statusCode))
        {
            StatusCode = statusCode;
        }
        else if (Enum.TryParse<SandboxFaultKind>(kind, ignoreCase: true, out var parsed))
        {
            Kind = parsed;
        }
        else
        {
            throw new ArgumentException(
                $"'{kind}' is no fault. Faults are a status code or one of: {string.Join(", ", Enum.GetNames(typeof(SandboxFaultKind)))}.",
                nameof(kind));
        }
    }

    /// <summary>
    /// Number of the request it hits, counted from 1 over all requests the sandbox ever got, the check of
    /// <c>Connect-Skipcall</c> among them; 0 (the default) is every request.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Request
    {
        get => _request;
        set => _request = AtLeast(0, value, nameof(Request));
    }

    /// <summary>Number of the page it hits, counted from 1, in a list of a sequence's contacts; null for any request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? Page
    {
        get => _page;
        set => _page = value is { } page ? AtLeast(1, page, nameof(Page)) : null;
    }

    /// <summary>How many requests it may hit, 1 by default; 0 is for ever.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int Times
    {
        get => _times;
        set => _times = AtLeast(0, value, nameof(Times));
    }

    /// <summary>The HTTP status of the answer, 200 to 599; null leaves it to the kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of these.</exception>
    public int? StatusCode
    {
        get => _statusCode;
        set => _statusCode = value is null or (>= 200 and <= 599)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(StatusCode), value, "A status code is 200 to 599.");
    }

    /// <summary>What goes wrong; an answer with a status by default.</summary>
    public SandboxFaultKind Kind { get; set; }

    /// <summary>Body of the answer; null for one that fits the kind and the status.</summary>
    public string? Body { get; set; }

    /// <summary>
    /// Seconds for a <c>Retry-After</c> header, which holds whole seconds: it is rounded up. Null sends none. A sandbox
    /// without rate headers does not send it either.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or no number of seconds.</exception>
    public double? RetryAfterSec
    {
        get => _retryAfterSec;
        set => _retryAfterSec = value is null or (>= 0 and <= int.MaxValue)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(RetryAfterSec), value, "A wait is 0 seconds or more.");
    }

    /// <summary>What goes wrong, and where.</summary>
    /// <returns>For example <c>Status 503, request 3, once</c>.</returns>
    public override string ToString()
    {
        var text = Kind.ToString();
        if (StatusCode is { } statusCode)
        {
            text += " " + statusCode.ToString(CultureInfo.InvariantCulture);
        }

        text += Request == 0 ? ", any request" : ", request " + Request.ToString(CultureInfo.InvariantCulture);
        if (Page is { } page)
        {
            text += ", page " + page.ToString(CultureInfo.InvariantCulture);
        }

        return text + Times switch
        {
            0 => ", always",
            1 => ", once",
            _ => ", " + Times.ToString(CultureInfo.InvariantCulture) + " times",
        };
    }

    internal SandboxFault Copy() => (SandboxFault)MemberwiseClone();

    private static int AtLeast(int least, int value, string name) =>
        value >= least
            ? value
            : throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"It is {least} or more."));
}
