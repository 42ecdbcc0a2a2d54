using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace Skipcall.Engine;

/// <summary>What a connection has come across: for completion without a request, and to say a thing once.</summary>
internal sealed class ConnectionMemory
{
    // Labels and ids are typed by people: more than this is not completion any more.
    private const int MostRemembered = 1000;

    private static readonly HashSet<string> s_specified = new(Enum.GetNames(typeof(SequenceContactStatus)), StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> _statuses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _tags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _sequenceIds = new(StringComparer.Ordinal);

    public ICollection<string> Tags => _tags.Keys;

    public ICollection<string> SequenceIds => _sequenceIds.Keys;

    public void RememberTag(string label) => Remember(_tags, label);

    public void RememberSequenceId(string id) => Remember(_sequenceIds, id);

    /// <summary>Whether this status is outside the specification and was not met on this connection before.</summary>
    public bool IsNewStatus(string status) =>
        !s_specified.Contains(status) && _statuses.Count < MostRemembered && _statuses.TryAdd(status, true);

    private static void Remember(ConcurrentDictionary<string, bool> memory, string text)
    {
        if (!memory.ContainsKey(text) && memory.Count < MostRemembered)
        {
            memory.TryAdd(text, true);
        }
    }
}
