using System.Globalization;
using System.Text;

namespace Skipcall;

/// <summary>Makes text safe to display.</summary>
internal static class DisplayText
{
    private const char Escape = '\u001b';
    private const char StringTerminator = '\u009c';
    private const char LastLatin = '\u02ff';

    /// <summary>
    /// Removes control characters, escape sequences, direction marks and invisible characters; a line break or tab becomes a space.
    /// Joiners stay where they shape adjacent characters, as in emoji or Persian.
    /// </summary>
    public static string Clean(string? text)
    {
        text ??= "";
        var start = 0;
        while (start < text.Length && LengthToRemove(text, start) == 0)
        {
            start++;
        }

        if (start == text.Length)
        {
            return text;
        }

        var clean = new StringBuilder(text, 0, start, text.Length);
        for (var i = start; i < text.Length;)
        {
            var length = LengthToRemove(text, i);
            if (length == 0)
            {
                clean.Append(text[i++]);
                continue;
            }

            if (char.IsWhiteSpace(text[i]) && clean.Length > 0 && clean[clean.Length - 1] != ' ')
            {
                clean.Append(' ');
            }

            i += length;
        }

        return clean.ToString().TrimEnd();
    }

    public static string? CleanOrNull(string? text) => text is null ? null : Clean(text);

    private static int LengthToRemove(string text, int index)
    {
        var letter = text[index];
        if (letter is >= ' ' and < '\u007f')
        {
            return 0;
        }

        if (char.IsControl(letter))
        {
            return EscapeSequenceLength(text, index);
        }

        if (char.IsLowSurrogate(letter) && index > 0 && char.IsHighSurrogate(text[index - 1]))
        {
            return 0;
        }

        return CharUnicodeInfo.GetUnicodeCategory(text, index) switch
        {
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => 1,
            UnicodeCategory.Format when letter is '\u200c' or '\u200d' && ShapesNeighbours(text, index) => 0,
            UnicodeCategory.Format => char.IsHighSurrogate(letter) ? 2 : 1,
            _ => 0,
        };
    }

    // Between Latin letters, joiners have no visible effect.
    private static bool ShapesNeighbours(string text, int index) =>
        index > 0 && index + 1 < text.Length && IsShaped(text[index - 1]) && IsShaped(text[index + 1]);

    private static bool IsShaped(char letter) =>
        letter > LastLatin && CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.Format;

    /// <summary>The length of the escape sequence (ECMA-48) at this index; 1 for any other control character.</summary>
    private static int EscapeSequenceLength(string text, int index)
    {
        // A C1 control character stands for ESC and a letter.
        var next = index + 1;
        char kind;
        if (text[index] == Escape && next < text.Length)
        {
            kind = text[next++];
        }
        else if (text[index] > '\u007f')
        {
            kind = (char)(text[index] - 0x40);
        }
        else
        {
            return 1;
        }

        switch (kind)
        {
            case '[':
                next = SkipRange(text, next, '0', '?');
                next = SkipRange(text, next, ' ', '/');
                return End(text, next, '@') - index;
            case ']' or 'P' or 'X' or '^' or '_':
                return Math.Max(StringEnd(text, next), next) - index;
            case >= ' ' and <= '/':
                return End(text, SkipRange(text, next, ' ', '/'), '0') - index;
            default:
                return kind is >= '0' and <= '~' ? next - index : 1;
        }
    }

    private static int SkipRange(string text, int index, char first, char last)
    {
        while (index < text.Length && text[index] >= first && text[index] <= last)
        {
            index++;
        }

        return index;
    }

    private static int End(string text, int index, char first) =>
        index < text.Length && text[index] >= first && text[index] <= '~' ? index + 1 : index;

    private static int StringEnd(string text, int index)
    {
        for (; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '\a' or StringTerminator:
                    return index + 1;
                case Escape when index + 1 < text.Length && text[index + 1] == '\\':
                    return index + 2;
            }
        }

        return -1;
    }
}
