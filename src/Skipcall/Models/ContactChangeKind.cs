namespace Skipcall;

/// <summary>What happened to a contact of a sequence.</summary>
public enum ContactChangeKind
{
    /// <summary>It is in the sequence for the first time.</summary>
    Added,

    /// <summary>Its status, tags, calls or personal data changed.</summary>
    Updated,

    /// <summary>It is not in the sequence any more.</summary>
    Removed,

    /// <summary>It had left the sequence, and is in it again.</summary>
    Returned,
}
