using System;
using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>The sequences that a sandbox can be made of, ready for <see cref="SandboxOptions.Sequences"/>.</summary>
internal static class SandboxSequences
{
    public const string DemoId = "demo";
    public const string EmptyId = "empty";
    public const string LargeId = "large";

    public const int DefaultDemoCount = 250;
    public const int LargeCount = 100_000;

    /// <summary>The sample sequences: demo, empty and large.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="demoCount"/> is negative.</exception>
    public static IDictionary<string, SandboxSequence> Sample(int demoCount = DefaultDemoCount) => ById(
        Generated(DemoId, demoCount),
        Generated(EmptyId, 0),
        Generated(LargeId, LargeCount));

    /// <summary>A sequence of sample rows that are computed on demand.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static SandboxSequence Generated(string id, int count) =>
        count >= 0
            ? new GeneratedSequence(id, count)
            : throw new ArgumentOutOfRangeException(nameof(count), count, "A sequence has 0 contacts or more.");

    /// <summary>
    /// The caller's own contacts: each in the sequence it names, and those that name none in
    /// <paramref name="sequenceId"/>, which is also there, and empty, when there are no contacts at all. They are copied, and ids that are empty are filled in.
    /// </summary>
    /// <exception cref="ArgumentException">A contact is null, or has a field with text that is no JSON.</exception>
    public static IDictionary<string, SandboxSequence> Own(IEnumerable<SequenceContact> contacts, string sequenceId)
    {
        var groups = contacts
            .GroupBy(contact => NameOf(contact ?? throw new ArgumentException("A contact is null.", nameof(contacts)), sequenceId), StringComparer.Ordinal)
            .Select(group => (SandboxSequence)OwnSequence(group.Key, group))
            .ToArray();
        return ById(groups.Length > 0 ? groups : new SandboxSequence[] { OwnSequence(sequenceId, Array.Empty<SequenceContact>()) });
    }

    /// <summary>The caller's own contacts as one sequence, whatever sequence they name.</summary>
    /// <exception cref="ArgumentException">A contact has a field with text that is no JSON.</exception>
    public static ListSequence OwnSequence(string id, IEnumerable<SequenceContact> contacts) =>
        new(id, contacts.Select((contact, index) => OwnRows.Copy(contact, id, index)));

    private static string NameOf(SequenceContact contact, string sequenceId) =>
        string.IsNullOrEmpty(contact.SequenceId) ? sequenceId : contact.SequenceId;

    private static Dictionary<string, SandboxSequence> ById(params SandboxSequence[] sequences) =>
        sequences.ToDictionary(sequence => sequence.Id, StringComparer.Ordinal);
}
