namespace Skipcall;

/// <summary>What happened to a contact of a sequence.</summary>
public enum ContactChangeKind
{
    /// <summary>The contact is new in the sequence.</summary>
    Added,

    /// <summary>The contact's status, tags, calls or personal data changed.</summary>
    Updated,

    /// <summary>The contact is no longer in the sequence.</summary>
    Removed,

    /// <summary>The contact was removed before, and is in the sequence again.</summary>
    Returned,
}
