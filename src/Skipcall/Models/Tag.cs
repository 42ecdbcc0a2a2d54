using System.ComponentModel;

namespace Skipcall;

/// <summary>
/// A tag of a contact in a sequence (spec: <c>SequenceContactTagDto</c>). It equals its label, ignoring case, so you can use
/// <c>-contains</c>, <c>-in</c>, <c>-eq</c> and <c>.Contains()</c> with plain text.
/// </summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class Tag : SkipcallObject
{
    /// <summary>Creates an empty tag.</summary>
    public Tag()
    {
    }

    /// <summary>Creates a tag. Lets PowerShell cast a string to a tag.</summary>
    /// <param name="label">The label, for example <c>hot-lead</c>.</param>
    public Tag(string label) => Label = label;

    /// <summary>Id of the tag (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>The label, as shown in Skipcall and used by <c>-Tag</c> (spec: <c>label</c>).</summary>
    public string Label { get; set; } = "";

    /// <summary>Whether the tag counts as a success (spec: <c>isSuccessTag</c>).</summary>
    public bool IsSuccessTag { get; set; }

    /// <summary>Whether the other object is a tag with this label, or this label as text, ignoring case.</summary>
    /// <param name="obj">A string or a tag.</param>
    /// <returns>Whether they are equal.</returns>
    public override bool Equals(object? obj) => string.Equals(Label, obj is Tag tag ? tag.Label : obj as string, StringComparison.OrdinalIgnoreCase);

    /// <summary>The hash code of the label, ignoring case.</summary>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Label ?? "");

    /// <summary>The label, without control characters.</summary>
    public override string ToString() => DisplayText.Clean(Label);
}
