using System.ComponentModel;
using System.Globalization;

namespace Skipcall;

/// <summary>
/// A call to a contact in a sequence (spec: <c>SequenceContactCallDto</c>). A call took place if it has a <see cref="StartedAt"/>. Times
/// are in local time.
/// </summary>
[TypeConverter(typeof(Commands.Conversion.SkipcallObjectConverter))]
public sealed class Call : SkipcallObject
{
    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _endedAt;
    private DateTimeOffset? _createdAt;

    /// <summary>Id of the call session (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>
    /// Status of the call, as spelled by the API (spec: <c>status</c>): NOT_INITIATED, INITIATED, QUEUED, RINGING, IN_PROGRESS, BUSY,
    /// NO_ANSWER, MISSED_CALL, VOICEMAIL, CONNECTED, CANCELLED, COMPLETED, ERROR_NUMBER, ERROR_COUNTRY, UNKNOWN_ERROR.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>Whether somebody answered: the status is CONNECTED or COMPLETED. This is an interpretation; the API does not define it.</summary>
    public bool IsAnswered => Status is "CONNECTED" or "COMPLETED";

    /// <summary>When the call started; null if it did not take place (spec: <c>startedAt</c>).</summary>
    public DateTimeOffset? StartedAt
    {
        get => LocalTime.Of(_startedAt);
        set => _startedAt = value;
    }

    /// <summary>When the call ended; null if it has not ended (spec: <c>endedAt</c>).</summary>
    public DateTimeOffset? EndedAt
    {
        get => LocalTime.Of(_endedAt);
        set => _endedAt = value;
    }

    /// <summary>Duration in seconds; null if unknown (spec: <c>durationSeconds</c>).</summary>
    public double? DurationSeconds { get; set; }

    /// <summary><see cref="DurationSeconds"/> as a time span; null if unknown or too long for a time span.</summary>
    public TimeSpan? Duration => DurationSeconds is { } seconds ? ToTimeSpan(seconds) : null;

    /// <summary>When the call record was created (spec: <c>createdAt</c>); null if it can't be read.</summary>
    public DateTimeOffset? CreatedAt
    {
        get => LocalTime.Of(_createdAt);
        set => _createdAt = value;
    }

    /// <summary>Id of the sequence of the call; null if the call is not in a contact's <c>Calls</c>.</summary>
    public string? SequenceId => Owner?.SequenceId;

    /// <summary>Id of the called contact; null if the call is not in a contact's <c>Calls</c>.</summary>
    public string? ContactId => Owner?.ContactId;

    /// <summary>Full name of the called contact; null if the call is not in a contact's <c>Calls</c>.</summary>
    public string? FullName => Owner?.FullName;

    /// <summary>First phone number of the called contact; null if there is none.</summary>
    public string? PhoneNumber => Owner?.PhoneNumber;

    /// <summary>The time without conversion to local time.</summary>
    internal DateTimeOffset? StartedAtAsSent => _startedAt;

    /// <inheritdoc cref="StartedAtAsSent"/>
    internal DateTimeOffset? EndedAtAsSent => _endedAt;

    /// <inheritdoc cref="StartedAtAsSent"/>
    internal DateTimeOffset? CreatedAtAsSent => _createdAt;

    /// <summary>The called contact, set by <see cref="SequenceContact.Calls"/>. Internal, to avoid a cycle in serialization.</summary>
    internal SequenceContact? Owner { get; set; }

    /// <summary>The status, the start in UTC if the call took place, and the duration. Independent of the culture.</summary>
    /// <returns>For example <c>COMPLETED 2024-01-15T10:30:00Z 150s</c>.</returns>
    public override string ToString()
    {
        var text = DisplayText.Clean(Status ?? "UNKNOWN");
        if (_startedAt is { } when)
        {
            text += " " + when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        if (DurationSeconds is { } seconds)
        {
            text += " " + seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
        }

        return text;
    }

    /// <summary>Converts seconds to a time span; null if there are too many.</summary>
    internal static TimeSpan? ToTimeSpan(double seconds) => Math.Abs(seconds) < 1e11 ? TimeSpan.FromSeconds(seconds) : null;
}
