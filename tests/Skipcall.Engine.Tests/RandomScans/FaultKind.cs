namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>How a request goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>A status that may pass: 408, 500, 502, 503, 504.</summary>
    Transient,

    /// <summary>429, whatever the budget says.</summary>
    Rejection,

    /// <summary>401 or 404.</summary>
    Refusal,

    /// <summary>200 with an HTML page, as a captive proxy sends it.</summary>
    Html,

    /// <summary>The connection breaks before the answer.</summary>
    Reset,

    /// <summary>The connection breaks in the answer's body.</summary>
    BrokenBody,

    /// <summary>The body ends in mid-sentence, and no framing shows it.</summary>
    CutJson,

    /// <summary>No answer ever comes.</summary>
    Hang,

    /// <summary>The answer stops in its body, and the connection stays open.</summary>
    HangInBody,

    /// <summary>The page lacks a row that the total counts: all is well but for that.</summary>
    ShortPage,
}
