using System;
using System.Collections.Generic;
using System.Globalization;

namespace Skipcall.Sandboxing;

/// <summary>The query of a request, read as a web server reads it; of a name that comes twice the first one counts.</summary>
internal sealed class IncomingQuery
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public IncomingQuery(string text)
    {
        Text = text;
        foreach (var pair in text.Split('&'))
        {
            if (pair.Length == 0)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = Unescape(equals < 0 ? pair : pair.Substring(0, equals));
            if (!_values.ContainsKey(name))
            {
                _values.Add(name, equals < 0 ? "" : Unescape(pair.Substring(equals + 1)));
            }
        }
    }

    /// <summary>Escaped as sent.</summary>
    public string Text { get; }

    public IReadOnlyCollection<string> Names => _values.Keys;

    public string? this[string name] => _values.TryGetValue(name, out var value) ? value : null;

    /// <summary>The value as a whole number; null when there is none, or it is something else.</summary>
    public int? WholeNumber(string name) =>
        int.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
