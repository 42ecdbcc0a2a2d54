namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>When an inserted row says that it was created.</summary>
internal enum Age
{
    /// <summary>Now.</summary>
    Fresh,

    /// <summary>At some time since the request before.</summary>
    SinceLastRequest,

    /// <summary>Long ago: the fourth sign does not show it.</summary>
    Backdated,
}
