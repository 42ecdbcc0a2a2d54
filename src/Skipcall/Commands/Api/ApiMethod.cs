namespace Skipcall.Commands.Api;

/// <summary>The methods that <c>Invoke-SkipcallApi</c> can send.</summary>
public enum ApiMethod
{
    /// <summary>Reads.</summary>
    GET,

    /// <summary>Makes something new, or does something.</summary>
    POST,

    /// <summary>Changes a part.</summary>
    PATCH,

    /// <summary>Puts a whole in the place of another.</summary>
    PUT,

    /// <summary>Takes something away.</summary>
    DELETE,
}
