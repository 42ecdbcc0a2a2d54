namespace Skipcall;

/// <summary>How a sandbox request can go wrong.</summary>
public enum SandboxFaultKind
{
    /// <summary>An answer with the status code of the fault (500 where it names none).</summary>
    Status,

    /// <summary>The connection breaks before anything of an answer has come.</summary>
    Reset,

    /// <summary>The first half of the answer comes, and then it ends as though that were all of it.</summary>
    Truncate,

    /// <summary>The first half of the answer comes, and then nothing more until the caller gives up.</summary>
    Stall,

    /// <summary>Nothing comes until the caller gives up.</summary>
    Hang,

    /// <summary>A web page where JSON was expected, as a proxy or a login page sends it (status 200 unless named).</summary>
    Html,
}
