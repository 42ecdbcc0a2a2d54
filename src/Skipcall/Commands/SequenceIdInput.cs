namespace Skipcall.Commands;

/// <summary>The sequence ids given to one command.</summary>
internal sealed class SequenceIdInput
{
    private readonly HashSet<(SkipcallConnection Connection, string Id)> _taken = new();

    /// <summary>Whether this id is new in the pipeline; several contacts may have the same one.</summary>
    public bool IsNew(SkipcallConnection connection, string id) => _taken.Add((connection, id));

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it can't be a sequence id.</exception>
    public static string Checked(string id) =>
        string.IsNullOrWhiteSpace(id) || id is "." or ".."
            ? throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"'{id}' is not a valid sequence id.")
            : id;

    /// <summary>Adds the probable mistake to a <c>SequenceNotFound</c> error.</summary>
    public static SkipcallException WithHint(SkipcallException e, string id, SkipcallConnection connection) =>
        e.ErrorId != SkipcallErrorId.SequenceNotFound || Hint(id, KnownIds(connection)) is not { } hint
            ? e
            : new(e.ErrorId, $"{e.Message.TrimEnd('.')}. {hint}", e) { StatusCode = e.StatusCode, ServiceCode = e.ServiceCode };

    /// <summary>Ids that the connection has read and those of its sandbox.</summary>
    public static IEnumerable<string> KnownIds(SkipcallConnection? connection) =>
        (connection?.Memory.SequenceIds ?? Array.Empty<string>()).Union(connection?.Sandbox?.SequenceIds ?? Array.Empty<string>(), StringComparer.Ordinal);

    private static string? Hint(string id, IEnumerable<string> known)
    {
        if (id.Contains(","))
        {
            return "The id contains a comma: pwsh -File passes a list as one string. Use pwsh -Command, or split the string.";
        }

        if (id.Contains("/"))
        {
            return "The id looks like an address. Use only the part of it that is the id.";
        }

        if (id.Trim().Length < id.Length)
        {
            return "The id begins or ends with a space.";
        }

        return known.FirstOrDefault(other => other != id && string.Equals(other, id, StringComparison.OrdinalIgnoreCase)) is { } match
            ? $"Ids are case-sensitive: did you mean '{DisplayText.Clean(match)}'?"
            : null;
    }
}
