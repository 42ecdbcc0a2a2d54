namespace Skipcall.Engine.Changes;

/// <summary>What is known of one record.</summary>
internal struct RecordSlot
{
    /// <summary>The hash of the record's id; 0 if the slot is empty.</summary>
    public ulong Key;

    /// <summary>The hash of the content last confirmed or emitted.</summary>
    public ulong Content;

    /// <summary>Where the record's last entry is in the state file; 0 if it is new.</summary>
    public int Offset;

    /// <summary>How many different contents were emitted, one after the other, since the last confirmed run.</summary>
    public int Emissions;

    /// <summary>The last pass of this run that saw it; 0 if none did.</summary>
    public byte Pass;

    /// <summary>Whether its last entry says that it left the list.</summary>
    public bool IsGone;

    /// <summary>Whether something was emitted that was not confirmed, so a consumer may hold one thing or another.</summary>
    public bool IsUnconfirmed;

    /// <summary>Whether this run emitted its last entry.</summary>
    public bool IsEmitted;

    /// <summary>Whether a consumer may hold it, so that its absence matters.</summary>
    public readonly bool MayBeHeld => Offset != 0 && (!IsGone || IsUnconfirmed);
}
