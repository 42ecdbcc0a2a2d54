namespace Skipcall;

/// <summary>
/// The statuses a contact can have in a sequence, spelled as the API spells them (spec: the <c>status</c> query
/// parameter). Only the <c>-Status</c> parameter is of this type: on the objects a status is text, because the service
/// may add values.
/// </summary>
public enum SequenceContactStatus
{
    /// <summary>The contact was reached.</summary>
    CONNECTED,

    /// <summary>An answering machine took the call.</summary>
    RESPONDER,

    /// <summary>The call failed.</summary>
    ERROR,

    /// <summary>The call was cancelled.</summary>
    CANCELLED,

    /// <summary>The contact is being called.</summary>
    RUNNING,

    /// <summary>The contact has no number that can be called.</summary>
    MISSING_NUMBER,
}
