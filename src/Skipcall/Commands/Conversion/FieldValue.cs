using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Skipcall.Commands.Conversion;

/// <summary>Converts a value of a hashtable or property bag.</summary>
internal static class FieldValue
{
    // The format of Call.ToString().
    private static readonly Regex s_call = new(@"^(\S+)(?: (\d{4}-\S+Z))?(?: (-?[\d.]+)s)?$", RegexOptions.CultureInvariant);

    private static readonly Regex s_iso = new(@"^\d{4}-\d\d-\d\d", RegexOptions.CultureInvariant);

    public static string? Text(string name, object? value) => value switch
    {
        null or string => (string?)value,
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        IDictionary or IEnumerable or PSObject => throw new ArgumentException($"{name} is not text."),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    public static DateTimeOffset? Time(string name, object? value) => value switch
    {
        null or "" => null,
        DateTimeOffset time => time,
        DateTime time => new DateTimeOffset(time),
        string text => ParseTime(text) ?? throw Invalid(name, text, $"a time, in ISO 8601 or in the current culture ({CultureInfo.CurrentCulture.Name})"),

        // The form of a DateTimeOffset in CLIXML, and in the JSON of Windows PowerShell.
        PSObject bag when bag.Properties["UtcTicks"]?.Value is { } ticks => new DateTimeOffset(Convert.ToInt64(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero),
        _ => throw Invalid(name, value, "a time"),
    };

    public static double? Number(string name, object? value) => value switch
    {
        null or "" => null,
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || double.TryParse(text, NumberStyles.Float, CultureInfo.CurrentCulture, out number) ? number : throw Invalid(name, text, "a number"),
        IConvertible number and not (bool or char or DateTime) => number.ToDouble(CultureInfo.InvariantCulture),
        _ => throw Invalid(name, value, "a number"),
    };

    public static bool Flag(string name, object? value) => value switch
    {
        null or "" => false,
        bool flag => flag,
        string text when bool.TryParse(text, out var flag) => flag,
        _ => throw Invalid(name, value, "True or False"),
    };

    /// <summary>Reads a call from text, as in a CSV file: <c>COMPLETED 2024-01-15T10:30:00Z 150s</c>.</summary>
    public static Call Call(string text)
    {
        var match = s_call.Match(text.Trim());
        if (!match.Success)
        {
            throw Invalid("Calls", text, "a call, for example 'COMPLETED 2024-01-15T10:30:00Z 150s'");
        }

        var status = match.Groups[1].Value;
        var call = new Call
        {
            Status = status == "UNKNOWN" ? null : status,
            StartedAt = Time("StartedAt", match.Groups[2].Value),
            DurationSeconds = Number("DurationSeconds", match.Groups[3].Value),
        };
        call.CreatedAt = call.StartedAt;
        call.EndedAt = call.StartedAt + call.Duration;
        return call;
    }

    // Only the user's culture is tried, because another one could swap day and month.
    private static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParse(text, s_iso.IsMatch(text) ? CultureInfo.InvariantCulture : CultureInfo.CurrentCulture, DateTimeStyles.AssumeLocal, out var time)
            ? time
            : null;

    private static ArgumentException Invalid(string name, object value, string expected) => new($"{name}: '{value}' is not {expected}.");
}
