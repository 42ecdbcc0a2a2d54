using System;
using System.Globalization;

namespace Skipcall;

/// <summary>A call made to a contact inside a sequence (spec: <c>SequenceContactCallDto</c>).</summary>
public sealed class Call : SkipcallObject
{
    /// <summary>Id of the call session (spec: <c>id</c>).</summary>
    public string Id { get; set; } = "";

    /// <summary>
    /// How the call stands or ended, as the API spells it (spec: <c>status</c>): NOT_INITIATED, INITIATED, QUEUED,
    /// RINGING, IN_PROGRESS, BUSY, NO_ANSWER, MISSED_CALL, VOICEMAIL, CONNECTED, CANCELLED, COMPLETED, ERROR_NUMBER,
    /// ERROR_COUNTRY, UNKNOWN_ERROR.
    /// </summary>
    public string? Status { get; set; }

    /// <summary>When the call started; null when it did not (spec: <c>startedAt</c>).</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When the call ended; null when it did not (spec: <c>endedAt</c>).</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Duration in seconds; null when there is none (spec: <c>durationSeconds</c>).</summary>
    public double? DurationSeconds { get; set; }

    /// <summary>When the call record was made (spec: <c>createdAt</c>); null when unreadable.</summary>
    public DateTimeOffset? CreatedAt { get; set; }

    /// <summary><see cref="DurationSeconds"/> as a time span; null when there is none or it fits no time span.</summary>
    public TimeSpan? Duration =>
        DurationSeconds is { } seconds && Math.Abs(seconds) < 1e11
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>The status, when the call started (UTC) and how long it took, the same in every culture.</summary>
    /// <returns>For example <c>COMPLETED 2024-01-15T10:30:00Z 150s</c>.</returns>
    public override string ToString()
    {
        var text = Status ?? "UNKNOWN";
        if ((StartedAt ?? CreatedAt) is { } when)
        {
            text += " " + when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }

        if (DurationSeconds is { } seconds)
        {
            text += " " + seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
        }

        return text;
    }
}
