namespace Skipcall;

/// <summary>How a request to a sandbox can fail.</summary>
public enum SandboxFaultKind
{
    /// <summary>The response has the fault's status code, 500 by default.</summary>
    Status,

    /// <summary>The connection breaks before a response arrives.</summary>
    Reset,

    /// <summary>The response ends after its first half, as if it were complete.</summary>
    Truncate,

    /// <summary>The response stalls after its first half, until the caller cancels.</summary>
    Stall,

    /// <summary>No response arrives until the caller cancels.</summary>
    Hang,

    /// <summary>The response is an HTML page, like that of a proxy or a login page, with status 200 by default.</summary>
    Html,
}
