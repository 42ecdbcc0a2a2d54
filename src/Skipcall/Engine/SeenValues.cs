using System.Collections.Concurrent;

namespace Skipcall.Engine;

/// <summary>Values seen on a connection, for completion and to report unknown statuses once.</summary>
internal sealed class SeenValues
{
    private const int MaximumRemembered = 1000;

    private static readonly HashSet<string> s_specified = new(Enum.GetNames(typeof(SequenceContactStatus)), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _sequenceIds = new(StringComparer.Ordinal);

    public ICollection<string> Tags => _tags.Keys;

    public ICollection<string> SequenceIds => _sequenceIds.Keys;

    public void RememberTag(string label) => Remember(_tags, label);

    public void RememberSequenceId(string id) => Remember(_sequenceIds, id);

    /// <summary>Whether this status is unknown to the specification and new on this connection.</summary>
    public bool IsNewStatus(string status) =>
        !s_specified.Contains(status) && _statuses.Count < MaximumRemembered && _statuses.TryAdd(status, true);

    private static void Remember(ConcurrentDictionary<string, bool> memory, string text)
    {
        if (!memory.ContainsKey(text) && memory.Count < MaximumRemembered)
        {
            memory.TryAdd(text, true);
        }
    }
}
