namespace Skipcall.Testing;

public enum CutKind
{
    None,

    /// <summary>Closed cleanly before the first byte.</summary>
    CloseBeforeHeaders,

    ResetBeforeHeaders,

    /// <summary>Reset after half of the status line and headers.</summary>
    ResetMidHeader,

    ResetMidBody,

    CloseMidBody,

    /// <summary>The whole chunked body, then closed cleanly without the last, empty chunk.</summary>
    NoLastChunk,

    /// <summary>Never answers; the connection stays open until the client leaves or the server is disposed.</summary>
    Hang,

    /// <summary>Sends a part of the body, then stays open as in <see cref="Hang"/>.</summary>
    HangMidBody,
}
