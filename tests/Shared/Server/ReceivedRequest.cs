using Microsoft.AspNetCore.WebUtilities;

namespace Skipcall.Testing;

/// <summary>One request as it came over the wire.</summary>
/// <param name="Number">1 for the first request of the server, over all its connections.</param>
/// <param name="Method">The verb.</param>
/// <param name="Target">Path and query (or the absolute form that is sent to a proxy), exactly as sent.</param>
/// <param name="Headers">By name, in any case; several values are joined by a comma.</param>
/// <param name="Body">Without its transfer encoding; empty when there is none.</param>
/// <param name="Time">When the whole request was here.</param>
public sealed record ReceivedRequest(
    int Number,
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset Time)
{
    /// <summary>The target up to the question mark, still escaped.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>The header's value, or null.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The unescaped value of a query parameter (the first, if it was repeated), or null.</summary>
    public string? Query(string name)
    {
        string[] parts = Target.Split('?', 2);
        return parts.Length == 2 && QueryHelpers.ParseQuery(parts[1]).TryGetValue(name, out var values) ? values[0] : null;
    }
}
