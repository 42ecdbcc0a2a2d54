namespace Skipcall;

/// <summary>A tag of a contact inside a sequence (spec: <c>SequenceContactTagDto</c>).</summary>
public sealed class Tag : SkipcallObject
{
    /// <summary>Makes an empty tag.</summary>
    public Tag()
    {
    }

    /// <summary>Makes a tag; this is what lets PowerShell cast a string to it.</summary>
    /// <param name="label">The label, for example <c>hot-lead</c>.</param>
    public Tag(string label) => Label = label;

    /// <summary>Id of the tag (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>The label that people see and <c>-Tag</c> filters by (spec: <c>label</c>).</summary>
    public string Label { get; set; } = "";

    /// <summary>Whether the tag counts as a success (spec: <c>isSuccessTag</c>).</summary>
    public bool IsSuccessTag { get; set; }

    /// <summary>The label.</summary>
    /// <returns>For example <c>hot-lead</c>.</returns>
    public override string ToString() => Label;
}
