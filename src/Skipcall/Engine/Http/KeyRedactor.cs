using System.Globalization;
using System.Text;

namespace Skipcall.Engine.Http;

/// <summary>Removes the connection's own key from text of other origin, even if it is split, escaped or encoded.</summary>
/// <remarks>
/// Decodes escapes and compares letters and digits only. Removes any eight in a row that occur in the key's secret part, its Base64
/// or its hexadecimal form.
/// </remarks>
internal sealed class KeyRedactor
{
    private const string Replacement = "[key]";
    private const int FragmentLength = 8;
    private const int ShortestSecret = 3;
    private const int MaximumEncodings = 4;
    private const int LongestEntity = 10;

    // Runs with less variety, such as 00000000, occur in ordinary ids.
    private const int MinimumVariety = 4;

    private const int MaximumInput = 16 * 1024;

    private static readonly string[] s_kinds = { "sk_live_", "sk_test_" };

    private readonly Lazy<(string Secret, HashSet<string> Fragments)> _forms;

    public KeyRedactor(string apiKey) => _forms = new Lazy<(string, HashSet<string>)>(() => FormsOf(apiKey));

    private static (string Secret, HashSet<string> Fragments) FormsOf(string apiKey)
    {
        var fragments = new HashSet<string>(StringComparer.Ordinal);
        var secret = Array.Find(s_kinds, kind => apiKey.StartsWith(kind, StringComparison.OrdinalIgnoreCase)) is { } kind ? apiKey.Substring(kind.Length) : apiKey;
        var letters = Normalize(secret).Letters;
        AddFragments(letters, fragments);
        var bytes = Encoding.UTF8.GetBytes(apiKey);
        for (var offset = 0; offset < 3 && bytes.Length >= FragmentLength; offset++)
        {
            // Adjacent text changes the first and last characters of the Base64.
            var encoded = Convert.ToBase64String(new byte[offset].Concat(bytes).ToArray());
            AddFragments(Normalize(encoded.Substring(4, encoded.Length - 8)).Letters, fragments);
        }

        AddFragments(string.Concat(Encoding.UTF8.GetBytes(secret).Select(static value => value.ToString("x2", CultureInfo.InvariantCulture))), fragments);
        return (letters, fragments);
    }

    /// <summary>Removes only text that looks like a key.</summary>
    public static KeyRedactor None { get; } = new("");

    public string Clean(string text, int longest = TextSanitizer.DefaultLength) =>
        TextSanitizer.Clean(RemoveKey(text.Length > MaximumInput ? text.Substring(0, MaximumInput) : text), longest);

    /// <summary>Returns the exception itself if its messages contain no secrets, otherwise one with redacted messages.</summary>
    public Exception Clean(Exception exception)
    {
        for (var inner = (Exception?)exception; inner is not null; inner = inner.InnerException)
        {
            if (Clean(inner.Message, MaximumInput) != inner.Message)
            {
                return Copy(exception);
            }
        }

        return exception;
    }

    private HttpRequestException Copy(Exception exception) =>
        new(Clean($"{exception.GetType().Name}: {exception.Message}"), exception.InnerException is { } inner ? Copy(inner) : null);

    private string RemoveKey(string text)
    {
        var (secret, fragments) = _forms.Value;
        if (secret.Length < ShortestSecret)
        {
            return text;
        }

        var (letters, places) = Normalize(text);
        var isSecret = new bool[letters.Length];
        var isFound = false;
        for (var start = 0; start < letters.Length; start++)
        {
            var length = string.CompareOrdinal(letters, start, secret, 0, secret.Length) == 0 ? secret.Length
                : start + FragmentLength <= letters.Length && fragments.Contains(letters.Substring(start, FragmentLength)) ? FragmentLength
                : 0;
            for (var i = start; i < start + length; i++)
            {
                isFound = isSecret[i] = true;
            }
        }

        return isFound ? Replace(text, places, isSecret) : text;
    }

    private static string Replace(string text, List<(int Start, int End)> places, bool[] isSecret)
    {
        var result = new StringBuilder();
        var copied = 0;
        for (var i = 0; i < isSecret.Length; i++)
        {
            if (!isSecret[i])
            {
                continue;
            }

            if (i == 0 || !isSecret[i - 1])
            {
                result.Append(text, copied, places[i].Start - copied).Append(Replacement);
            }

            copied = places[i].End;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }

    private static void AddFragments(string letters, HashSet<string> fragments)
    {
        for (var start = 0; start + FragmentLength <= letters.Length; start++)
        {
            var fragment = letters.Substring(start, FragmentLength);
            if (fragment.Distinct().Count() >= MinimumVariety)
            {
                fragments.Add(fragment);
            }
        }
    }

    /// <summary>The letters and digits of a text in lower case, without escapes, and the position of each.</summary>
    private static (string Letters, List<(int Start, int End)> Places) Normalize(string text)
    {
        var places = text.Select(static (_, index) => (index, index + 1)).ToList();
        for (var pass = 0; pass < MaximumEncodings; pass++)
        {
            var decoded = Decode(text, places);
            if (decoded.Text.Length == text.Length)
            {
                break;
            }

            (text, places) = decoded;
        }

        var letters = new StringBuilder(text.Length);
        var kept = new List<(int, int)>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetterOrDigit(text[i]))
            {
                letters.Append(char.ToLowerInvariant(text[i]));
                kept.Add(places[i]);
            }
        }

        return (letters.ToString(), kept);
    }

    private static (string Text, List<(int Start, int End)> Places) Decode(string text, List<(int Start, int End)> places)
    {
        var decoded = new StringBuilder(text.Length);
        var kept = new List<(int, int)>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var (letter, length) = Decode(text, i);

            // An invisible character can split an escape, for example in UTF-16 that was read as UTF-8.
            if (!char.IsControl(letter) && char.GetUnicodeCategory(letter) != UnicodeCategory.Format)
            {
                decoded.Append(letter);
                kept.Add((places[i].Start, places[i + length - 1].End));
            }

            i += length;
        }

        return (decoded.ToString(), kept);
    }

    private static (char Letter, int Length) Decode(string text, int start)
    {
        var next = start + 1 < text.Length ? text[start + 1] : default;
        var (prefix, digits) = (text[start], next) switch
        {
            ('%', _) => (1, 2),
            ('\\', 'u') => (2, 4),
            ('\\', 'x') => (2, 2),
            _ => (0, 0),
        };
        if (digits > 0 && start + prefix + digits <= text.Length && TryParse(text.Substring(start + prefix, digits), isHex: true, out var letter))
        {
            return (letter, prefix + digits);
        }

        if (text[start] == '&' && next == '#' && text.IndexOf(';', start, Math.Min(LongestEntity, text.Length - start)) is > 0 and var end)
        {
            var isHex = text[start + 2] is 'x' or 'X';
            var number = text.Substring(start + (isHex ? 3 : 2), end - start - (isHex ? 3 : 2));
            if (TryParse(number, isHex, out letter))
            {
                return (letter, end + 1 - start);
            }
        }

        return (text[start], 1);
    }

    private static bool TryParse(string number, bool isHex, out char letter)
    {
        var isNumber = ushort.TryParse(number, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code);
        letter = (char)code;
        return isNumber;
    }
}
