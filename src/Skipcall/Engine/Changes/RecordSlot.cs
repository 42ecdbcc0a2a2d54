namespace Skipcall.Engine.Changes;

internal struct RecordSlot
{
    /// <summary>Hash of the record's id.</summary>
    public ulong Key;

    /// <summary>Hash of the content last confirmed or emitted.</summary>
    public ulong Content;

    /// <summary>Offset of the record's last entry in the state file; 0 if the record is new.</summary>
    public int Offset;

    /// <summary>Number of different contents emitted in a row since the last confirmed run.</summary>
    public int Emissions;

    /// <summary>The last pass of this run that saw the record; 0 for none.</summary>
    public byte Pass;

    /// <summary>Whether its last entry is a removal.</summary>
    public bool IsGone;

    /// <summary>Whether an emission is unconfirmed, so a consumer may have stored it or not.</summary>
    public bool IsUnconfirmed;

    /// <summary>Whether this run emitted its last entry.</summary>
    public bool IsEmitted;

    /// <summary>Whether a consumer may have stored the record, so that its removal matters.</summary>
    public readonly bool MayBeStored => Offset != 0 && (!IsGone || IsUnconfirmed);
}
