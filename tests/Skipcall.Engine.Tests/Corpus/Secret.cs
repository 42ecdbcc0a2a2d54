using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Skipcall.Engine.Tests.Corpus;

/// <summary>A key or password: how a service may echo it, and whether a text reveals it.</summary>
internal sealed partial class Secret
{
    // A masked key shows its last four characters; only longer parts reveal it.
    private const int Window = 12;

    private readonly string _text;
    private readonly List<string> _needles;

    /// <summary>The <paramref name="prefix"/> may be shown; the <paramref name="user"/> is encoded together with a password.</summary>
    public Secret(string text, string prefix = "", string? user = null)
    {
        _text = text;
        var secret = text[prefix.Length..];
        _needles = [.. Enumerable.Range(0, Math.Max(1, secret.Length - Window + 1)).Select(i => secret.Substring(i, Math.Min(Window, secret.Length - i)))];
        foreach (var encoded in new[] { text, "Bearer " + text, secret, user is null ? text : $"{user}:{text}" })
        {
            var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(encoded)).TrimEnd('=');
            _needles.Add(base64[..^1]);
        }
    }

    /// <summary>The text in one of the forms in which a service may echo it.</summary>
    public string Echo(Random random)
    {
        var secret = _text[(_text.LastIndexOf('_') + 1)..];
        return random.Next(12) switch
        {
            0 => "Bearer " + _text,
            1 => secret,
            2 => string.Concat(_text.Select(letter => $"%{(int)letter:X2}")),
            3 => Convert.ToBase64String(Encoding.UTF8.GetBytes(_text)),
            4 => string.Join('\u200B', _text.AsEnumerable()),
            5 => string.Join('\u0007', _text.Chunk(3).Select(part => new string(part))),
            6 => _text.Insert(_text.Length / 2, "\u001B[31m"),
            7 => "key=" + Uri.EscapeDataString(_text) + "&x=1",
            8 => string.Concat(_text.Select(letter => $"&#{(int)letter};")),
            9 => new string('x', 480 + random.Next(40)) + _text,
            10 => $"\"{_text}\",'{secret}'",
            _ => _text,
        };
    }

    /// <returns>The part of the text that reveals the secret, or null.</returns>
    public string? FindIn(string text) =>
        Readings(text).SelectMany(reading => _needles.Where(needle => reading.Contains(needle, StringComparison.Ordinal))).FirstOrDefault();

    private static IEnumerable<string> Readings(string text)
    {
        yield return text;
        var visible = Invisible().Replace(text, "");
        yield return visible;
        if (text.Contains('%', StringComparison.Ordinal))
        {
            yield return Uri.UnescapeDataString(visible);
        }

        if (text.Contains("&#", StringComparison.Ordinal))
        {
            yield return WebUtility.HtmlDecode(visible);
        }

        if (text.Contains("\\u", StringComparison.Ordinal))
        {
            yield return JsonEscape().Replace(visible, match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
        }
    }

    [GeneratedRegex(@"\u001B\[[0-9;]*m|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]")]
    private static partial Regex Invisible();

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial Regex JsonEscape();
}
