namespace Skipcall.Testing;

/// <summary>How a reply goes wrong on the wire.</summary>
public enum CutKind
{
    /// <summary>It doesn't.</summary>
    None,

    /// <summary>The connection is closed in good order, and not one byte came.</summary>
    CloseBeforeHeaders,

    /// <summary>The connection is reset, and not one byte came.</summary>
    ResetBeforeHeaders,

    /// <summary>The connection is reset after half of the status line and headers.</summary>
    ResetMidHeader,

    /// <summary>The connection is reset after a part of the body.</summary>
    ResetMidBody,

    /// <summary>The connection is closed in good order after a part of the body.</summary>
    CloseMidBody,

    /// <summary>A chunked body, all of it, and the connection is closed in good order without the last, empty chunk.</summary>
    NoLastChunk,

    /// <summary>Nothing ever comes; the connection stays open until the client goes or the server is disposed.</summary>
    Hang,

    /// <summary>A part of the body comes, then nothing; the connection stays open as in <see cref="Hang"/>.</summary>
    HangMidBody,
}
