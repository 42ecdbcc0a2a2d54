using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;

namespace Skipcall.Engine.Http;

/// <summary>Removes secrets and control characters from text for messages and logs.</summary>
internal static class Redaction
{
    private static readonly Regex s_key = new(@"sk_[A-Za-z]+_\S+|(?<=Bearer\s+)\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);
    private static readonly Regex s_control = new(@"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+", RegexOptions.CultureInvariant);

    /// <summary>The request line, and the response's status and headers. The request headers contain the key and are left out.</summary>
    public static string Of(ApiRequest request, HttpResponseMessage response)
    {
        var text = new StringBuilder().Append(request).Append(" -> ").Append((int)response.StatusCode);
        Append(text, response.Headers);
        Append(text, response.Content.Headers);
        return text.ToString();
    }

    /// <summary>The text on one line, without keys, shortened to <paramref name="longest"/> characters.</summary>
    public static string Clean(string text, int longest = 500)
    {
        text = s_control.Replace(s_key.Replace(text, "[key]"), " ").Trim();
        if (text.Length <= longest)
        {
            return text;
        }

        // An unpaired surrogate breaks some consoles and every XML file.
        return text.Substring(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest) + "…";
    }

    private static void Append(StringBuilder text, IEnumerable<KeyValuePair<string, IEnumerable<string>>> headers)
    {
        foreach (var header in headers)
        {
            text.Append(Environment.NewLine).Append("  ").Append(header.Key).Append(": ").Append(Clean(string.Join(", ", header.Value)));
        }
    }
}
