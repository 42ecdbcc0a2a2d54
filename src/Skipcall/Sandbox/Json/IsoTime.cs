using System;

namespace Skipcall.Sandboxing;

/// <summary>
/// Writes times as the service does, <c>2024-01-15T10:30:00.000Z</c>: always three decimals. By hand, because a page has
/// hundreds of them and the framework's own formats are either another one or slow.
/// </summary>
internal static class IsoTime
{
    public const int Length = 24;

    public static void Write(DateTimeOffset time, Span<byte> text)
    {
        var utc = time.UtcDateTime;
        Digits(text.Slice(0, 4), utc.Year);
        text[4] = (byte)'-';
        Digits(text.Slice(5, 2), utc.Month);
        text[7] = (byte)'-';
        Digits(text.Slice(8, 2), utc.Day);
        text[10] = (byte)'T';
        Digits(text.Slice(11, 2), utc.Hour);
        text[13] = (byte)':';
        Digits(text.Slice(14, 2), utc.Minute);
        text[16] = (byte)':';
        Digits(text.Slice(17, 2), utc.Second);
        text[19] = (byte)'.';
        Digits(text.Slice(20, 3), utc.Millisecond);
        text[23] = (byte)'Z';
    }

    private static void Digits(Span<byte> text, int number)
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }
}
