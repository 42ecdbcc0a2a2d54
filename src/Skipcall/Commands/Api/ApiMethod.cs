namespace Skipcall.Commands.Api;

/// <summary>The HTTP methods for <c>Invoke-SkipcallApi</c>.</summary>
public enum ApiMethod
{
    /// <summary>Reads.</summary>
    GET,

    /// <summary>Creates or starts.</summary>
    POST,

    /// <summary>Updates in part.</summary>
    PATCH,

    /// <summary>Replaces.</summary>
    PUT,

    /// <summary>Deletes.</summary>
    DELETE,
}
