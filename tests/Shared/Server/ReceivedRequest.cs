using Microsoft.AspNetCore.WebUtilities;

namespace Skipcall.Testing;

/// <summary>
/// <c>Number</c> counts over all connections, <c>Target</c> is as sent, <c>Headers</c> ignore case and join values by comma,
/// <c>Body</c> is without transfer encoding, and <c>Time</c> is when the whole request had arrived.
/// </summary>
public sealed record ReceivedRequest(
    int Number,
    string Method,
    string Target,
    IReadOnlyDictionary<string, string> Headers,
    ReadOnlyMemory<byte> Body,
    DateTimeOffset Time)
{
    /// <summary>The target without its query, still escaped.</summary>
    public string Path => Target.Split('?', 2)[0];

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The first unescaped value of a query parameter, or null.</summary>
    public string? Query(string name)
    {
        string[] parts = Target.Split('?', 2);
        return parts.Length == 2 && QueryHelpers.ParseQuery(parts[1]).TryGetValue(name, out var values) ? values[0] : null;
    }
}
