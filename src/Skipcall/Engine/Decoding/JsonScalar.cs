using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Skipcall.Engine.Decoding;

/// <summary>Reads times and numbers. Returns null instead of throwing.</summary>
internal static class JsonScalar
{
    /// <summary>An ISO time after year 1.</summary>
    public static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.TryGetDateTime(out var plain) && plain.Kind != DateTimeKind.Local)
            {
                return plain.Year > 1 ? new DateTimeOffset(plain.Ticks, TimeSpan.Zero) : null;
            }

            return reader.TryGetDateTimeOffset(out var time) && time.Year > 1 ? time : null;
        }
        catch (InvalidOperationException)
        {
            // An unpaired surrogate among the digits.
            return null;
        }
    }

    /// <summary>A finite number, or a string that contains one.</summary>
    public static double? Number(ref Utf8JsonReader reader)
    {
        double number;
        var read = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDouble(out number),
            JsonTokenType.String when !reader.ValueIsEscaped => double.TryParse(
                Encoding.UTF8.GetString(reader.ValueSpan.ToArray()), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => (number = 0) != 0,
        };
        return read && !double.IsNaN(number) && !double.IsInfinity(number) ? number : null;
    }

    public static bool IsInteger(ref Utf8JsonReader reader) => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0;

    public static bool LooksLikeTime(ref Utf8JsonReader reader) =>
        reader.ValueSpan is { Length: >= 19 and <= 40 } text && text[4] == (byte)'-' && text[10] == (byte)'T';
}
