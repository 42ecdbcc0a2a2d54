namespace Skipcall;

/// <summary>How a request to a sandbox can fail.</summary>
public enum SandboxFaultKind
{
    /// <summary>A response with the fault's status code (500 unless set).</summary>
    Status,

    /// <summary>The connection breaks before any of the response arrives.</summary>
    Reset,

    /// <summary>The response ends after its first half, as if it were complete.</summary>
    Truncate,

    /// <summary>The response stalls after its first half, until the caller cancels.</summary>
    Stall,

    /// <summary>No response arrives until the caller cancels.</summary>
    Hang,

    /// <summary>A web page instead of JSON, like that of a proxy or a login page (status 200 unless set).</summary>
    Html,
}
