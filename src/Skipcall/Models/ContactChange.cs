using System.ComponentModel;

namespace Skipcall;

/// <summary>A change of a contact in a sequence, from <c>Get-SkipcallSequenceChange</c>.</summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class ContactChange
{
    private ItemList<string> _changed = new();
    private ItemList<string> _addedTags = new();
    private ItemList<string> _removedTags = new();
    private ItemList<Call> _newCalls = new();

    /// <summary>Id of the change. It stays the same if an unconfirmed change is reported again.</summary>
    public string ChangeId { get; set; } = "";

    /// <summary>What happened.</summary>
    public ContactChangeKind Kind { get; set; }

    /// <summary>Id of the sequence.</summary>
    public string SequenceId { get; set; } = "";

    /// <summary>Id of the contact's record in the sequence.</summary>
    public string Id { get; set; } = "";

    /// <summary>Id of the contact.</summary>
    public string ContactId { get; set; } = "";

    /// <summary>What changed: <c>Status</c>, <c>Tags</c>, <c>Calls</c>, <c>Contact</c>. Empty if the contact was removed.</summary>
    public ItemList<string> Changed
    {
        get => _changed;
        set => _changed = value ?? new ItemList<string>();
    }

    /// <summary>Previous status; null if the contact was new or not called yet.</summary>
    public string? PreviousStatus { get; set; }

    /// <summary>Current status; null if the contact was not called yet or was removed.</summary>
    public string? Status { get; set; }

    /// <summary>Labels of the added tags.</summary>
    public ItemList<string> AddedTags
    {
        get => _addedTags;
        set => _addedTags = value ?? new ItemList<string>();
    }

    /// <summary>Labels of the removed tags.</summary>
    public ItemList<string> RemovedTags
    {
        get => _removedTags;
        set => _removedTags = value ?? new ItemList<string>();
    }

    /// <summary>Calls that were not seen before.</summary>
    public ItemList<Call> NewCalls
    {
        get => _newCalls;
        set => _newCalls = value ?? new ItemList<Call>();
    }

    /// <summary>The current contact; null if it was removed.</summary>
    public SequenceContact? Contact { get; set; }

    /// <summary>When the contact was last seen without the change; null if it was never seen.</summary>
    public DateTimeOffset? ObservedAfter { get; set; }

    /// <summary>When the change was first seen.</summary>
    public DateTimeOffset ObservedBefore { get; set; }

    /// <summary>The kind of change and the contact.</summary>
    /// <returns>For example <c>Updated: Zoé Martin (CONNECTED)</c>.</returns>
    public override string ToString() => $"{Kind}: {Contact?.ToString() ?? Id}";
}
