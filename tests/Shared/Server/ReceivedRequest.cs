using Microsoft.AspNetCore.WebUtilities;

namespace Skipcall.Testing;

/// <summary>
/// One request as received. <c>Number</c> counts from 1 over all connections, <c>Target</c> is exactly as sent, <c>Headers</c> ignore
/// case and join values by comma, <c>Body</c> has no transfer encoding, and <c>Time</c> is when all of it had arrived.
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
