using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Skipcall;

/// <summary>
/// The cells of the views in <c>Skipcall.Format.ps1xml</c>. What people typed in the service is shown on one line and can't steer
/// the terminal; times are local, and look the same in every culture.
/// </summary>
public static class Format
{
    /// <summary>One line of text that holds nothing but what can be seen.</summary>
    /// <param name="value">Anything with a text of its own.</param>
    /// <returns>The text; line breaks, escape characters and marks that turn the direction are a space.</returns>
    public static string Text(object? value)
    {
        var text = value?.ToString() ?? "";
        if (!text.Any(IsUnseen))
        {
            return text;
        }

        var line = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!IsUnseen(letter))
            {
                line.Append(letter);
            }
            else if (line.Length > 0 && line[line.Length - 1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>The items of a list, one a line.</summary>
    /// <param name="items">The list.</param>
    /// <returns>As many lines as there are items.</returns>
    public static string Lines(IEnumerable<object>? items) => string.Join(Environment.NewLine, (items ?? Enumerable.Empty<object>()).Select(Text));

    /// <summary>The calls of a contact, one a line.</summary>
    /// <param name="calls">The calls.</param>
    /// <returns>For example <c>2024-01-15 11:30  COMPLETED  2:30</c>.</returns>
    public static string Calls(IEnumerable<Call>? calls) => Lines(
        calls?.Select(call => string.Join("  ", new[] { Time(call.StartedAt ?? call.CreatedAt), Text(call.Status), Duration(call.Duration) }.Where(part => part.Length > 0))));

    /// <summary>A status, in its colour where the host has any.</summary>
    /// <param name="status">A status of a contact or of a call.</param>
    /// <param name="style"><c>$PSStyle</c>, which takes colours away where they are not wanted; null where PowerShell has none.</param>
    /// <returns>The status as the service spells it.</returns>
    public static string Status(string? status, object? style) => Coloured(Text(status), style, status switch
    {
        "CONNECTED" or "COMPLETED" => 32,
        "RESPONDER" or "VOICEMAIL" or "NO_ANSWER" or "MISSED_CALL" or "BUSY" => 33,
        "RUNNING" or "IN_PROGRESS" or "RINGING" or "QUEUED" or "INITIATED" => 36,
        "CANCELLED" or "NOT_INITIATED" => 90,
        "ERROR" or "MISSING_NUMBER" or "ERROR_NUMBER" or "ERROR_COUNTRY" or "UNKNOWN_ERROR" => 31,
        _ => 0,
    });

    /// <summary>Whether a list is complete, in green or red.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="style"><c>$PSStyle</c>, or null.</param>
    /// <returns><c>True</c>, or <c>False</c>.</returns>
    public static string Complete(ScanReceipt? receipt, object? style) =>
        receipt is null ? "" : Coloured(receipt.Complete.ToString(), style, receipt.Complete ? 32 : 31);

    /// <summary>A time on this machine's clock, to the minute.</summary>
    /// <param name="time">The time.</param>
    /// <returns>For example <c>2024-01-15 11:30</c>.</returns>
    public static string Time(DateTimeOffset? time) => Local(time, "yyyy-MM-dd HH:mm");

    /// <summary>A time on this machine's clock, to the second.</summary>
    /// <param name="time">The time.</param>
    /// <returns>For example <c>11:30:05</c>.</returns>
    public static string Clock(DateTimeOffset? time) => Local(time, "HH:mm:ss");

    /// <summary>How many calls there were, and when the last one was: the time where that is today, else the date.</summary>
    /// <param name="calls">The calls.</param>
    /// <returns>For example <c>3, 2024-01-15</c> or <c>1, 11:30</c>; nothing when there were none.</returns>
    public static string CallsAndLast(IReadOnlyCollection<Call>? calls)
    {
        if (calls is not { Count: > 0 and var count })
        {
            return "";
        }

        var last = calls.Max(call => call?.StartedAt ?? call?.CreatedAt)?.LocalDateTime;
        return count.ToString(CultureInfo.InvariantCulture)
            + last?.ToString(last.Value.Date == DateTime.Today ? "', 'HH:mm" : "', 'yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    /// <summary>A time span as a clock shows it.</summary>
    /// <param name="duration">The time span.</param>
    /// <returns>For example <c>2:30</c> or <c>1:02:30</c>.</returns>
    public static string Duration(TimeSpan? duration) => duration is not { } span ? "" : string.Format(
        CultureInfo.InvariantCulture,
        span.Duration() < TimeSpan.FromHours(1) ? "{0}{2}:{3:00}" : "{0}{1:0}:{2:00}:{3:00}",
        span < TimeSpan.Zero ? "-" : "",
        Math.Floor(span.Duration().TotalHours),
        span.Duration().Minutes,
        span.Duration().Seconds);

    /// <summary>A time span that may be short.</summary>
    /// <param name="span">The time span.</param>
    /// <returns>For example <c>0.4 s</c>, in the user's culture.</returns>
    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("N1", CultureInfo.CurrentCulture) + " s";

    private static string Local(DateTimeOffset? time, string format) => time?.LocalDateTime.ToString(format, CultureInfo.InvariantCulture) ?? "";

    private static string Coloured(string text, object? style, int colour) =>
        style is null || colour == 0 ? text : $"\u001b[{colour.ToString(CultureInfo.InvariantCulture)}m{text}\u001b[0m";

    private static bool IsUnseen(char letter) =>
        char.IsControl(letter) || letter is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
