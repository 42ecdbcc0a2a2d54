using System.Text;
using System.Text.RegularExpressions;

namespace Skipcall.Engine.Http;

/// <summary>Removes possible keys, user info in addresses and control characters from text.</summary>
internal static class TextSanitizer
{
    public const int DefaultLength = 500;

    private static readonly Regex s_key = new(@"sk_[A-Za-z]{1,99}_\S+|((?:Bearer\s+)+)\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex s_address = new(@"://[^\s""']+", RegexOptions.CultureInvariant);
    private static readonly Regex s_userInfo = new(@"(?<![^\s:/@""'])[^\s:/@""']+:[^\s:@""']+@(?=[\w\[])", RegexOptions.CultureInvariant);
    private static readonly Regex s_control = new(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+", RegexOptions.CultureInvariant);

    /// <summary>The request line, the status and the response headers. Request headers are left out because they contain the key.</summary>
    public static string Describe(ApiRequest request, HttpResponseMessage response, KeyRedactor redactor)
    {
        var text = new StringBuilder().Append(request).Append(" -> ").Append((int)response.StatusCode);
        Append(text, response.Headers, redactor);
        Append(text, response.Content.Headers, redactor);
        return text.ToString();
    }

    /// <summary>The text on one line, without secrets, shortened to <paramref name="longest"/> characters.</summary>
    public static string Clean(string text, int longest = DefaultLength)
    {
        // A control character can separate words or split a key.
        var spaced = s_control.Replace(text, " ");
        var joined = s_control.Replace(text, "");
        text = s_key.Replace(spaced != joined && s_key.IsMatch(joined) && !s_key.IsMatch(spaced) ? joined : spaced, "$1[key]");
        text = s_address.Replace(text, static address => "://" + address.Value.Substring(Math.Max(3, address.Value.LastIndexOf('@') + 1)));
        text = s_userInfo.Replace(text, "").Trim();
        if (text.Length <= longest)
        {
            return text;
        }

        return text.Substring(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest) + "…";
    }

    private static void Append(StringBuilder text, IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers, KeyRedactor redactor)
    {
        foreach (var header in headers)
        {
            text.Append(Environment.NewLine).Append("  ").Append(redactor.Clean(header.Key + ": " + string.Join(", ", header.Value)));
        }
    }
}
