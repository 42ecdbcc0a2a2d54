namespace Skipcall;

/// <summary>
/// Statuses of a contact in a sequence, as spelled by the API (spec: the <c>status</c> query parameter). Only <c>-Status</c> is of this
/// type. On objects, a status is text, because the service may add values.
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

    /// <summary>The contact has no valid phone number.</summary>
    MISSING_NUMBER,
}
