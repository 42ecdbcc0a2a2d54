namespace Skipcall.Sandboxing;

/// <summary>Creates sequences for <see cref="SandboxOptions.Sequences"/>.</summary>
internal static class SandboxSequences
{
    public const string DemoId = "demo";
    public const string EmptyId = "empty";
    public const string LargeId = "large";

    public const int DefaultDemoCount = 250;
    public const int LargeCount = 100_000;

    /// <summary>The sample sequences demo, empty and large. The calls of large are not listed, because they would hide all others.</summary>
    public static IDictionary<string, SandboxSequence> Sample(int demoCount = DefaultDemoCount, DateTime? lastDay = null) => ById(
        new SandboxSequence(DemoId, demoCount, lastDay),
        new SandboxSequence(EmptyId, 0, lastDay),
        new SandboxSequence(LargeId, LargeCount, lastDay) { IsLarge = true });

    /// <summary>
    /// Copies the user's own contacts to the sequences that they name, or else to <paramref name="sequenceId"/>, which exists even without
    /// contacts. Adds missing ids.
    /// </summary>
    /// <exception cref="ArgumentException">A contact is null or has an additional property that is not JSON.</exception>
    public static IDictionary<string, SandboxSequence> Own(IEnumerable<SequenceContact> contacts, string sequenceId)
    {
        var groups = contacts
            .Select((contact, index) => UserRows.Copy(contact, index + 1, sequenceId))
            .GroupBy(row => row.SequenceId, StringComparer.Ordinal)
            .Select(group => new SandboxSequence(group.Key, group.Select(UserRows.AddIds)))
            .ToArray();
        return ById(groups.Length > 0 ? groups : new[] { new SandboxSequence(sequenceId, Array.Empty<SequenceContact>()) });
    }

    private static Dictionary<string, SandboxSequence> ById(params SandboxSequence[] sequences) =>
        sequences.ToDictionary(sequence => sequence.Id, StringComparer.Ordinal);
}
