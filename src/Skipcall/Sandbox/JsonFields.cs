using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Writes the fields of JSON objects, in the order of the calls.</summary>
internal sealed class JsonFields
{
    private const int FlushAt = 16 * 1024;

    // Non-ASCII text as UTF-8, not as \u escapes. Unvalidated, so that tests can plant what is not allowed.
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;
    private Dictionary<string, string>? _planted;

    private JsonFields(Utf8JsonWriter json) => _json = json;

    public static void Write<T>(Stream into, T item, Action<JsonFields, T> write)
    {
        using var json = new Utf8JsonWriter(into, s_options);
        new JsonFields(json).Write(item, write);
    }

    /// <summary>
    /// Writes the additional properties of an object as they are: under a name of this object's fields in that field's place, under any
    /// other name after them.
    /// </summary>
    public void Plant(SkipcallObject source, string? except = null)
    {
        if (source.HasAdditionalProperties)
        {
            _planted = new Dictionary<string, string>(source.AdditionalProperties, StringComparer.Ordinal);
            _planted.Remove(except ?? "");
        }
    }

    public void Text(string name, string? value) => Begin(name)?.WriteStringValue(value);

    public void Flag(string name, bool value) => Begin(name)?.WriteBooleanValue(value);

    public void Number(string name, double? value)
    {
        // JSON has no infinity.
        if (value is { } number && !double.IsNaN(number) && !double.IsInfinity(number))
        {
            Begin(name)?.WriteNumberValue(number);
        }
        else
        {
            Begin(name)?.WriteNullValue();
        }
    }

    /// <summary>A time as the service writes it, always with three decimals: <c>2024-01-15T10:30:00.000Z</c>.</summary>
    public void Time(string name, DateTimeOffset? value)
    {
        if (value is not { } time)
        {
            Begin(name)?.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[33];
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out _, 'O');
        text[23] = (byte)'Z';
        Begin(name)?.WriteStringValue(text.Slice(0, 24));
    }

    public void Object<T>(string name, T? item, Action<JsonFields, T> write)
        where T : class
    {
        if (item is null)
        {
            Begin(name)?.WriteNullValue();
        }
        else if (Begin(name) is not null)
        {
            Write(item, write);
        }
    }

    public void List<T>(string name, IReadOnlyList<T> items, Action<JsonFields, T> write)
    {
        if (Begin(name) is null)
        {
            return;
        }

        _json.WriteStartArray();
        for (var i = 0; i < items.Count; i++)
        {
            Write(items[i], write);
            if (_json.BytesPending > FlushAt)
            {
                _json.Flush();
            }
        }

        _json.WriteEndArray();
    }

    private void Write<T>(T item, Action<JsonFields, T> write)
    {
        var outer = _planted;
        _planted = null;
        _json.WriteStartObject();
        write(this, item);
        if (_planted is not null)
        {
            foreach (var pair in _planted)
            {
                _json.WritePropertyName(pair.Key);
                _json.WriteRawValue(pair.Value, skipInputValidation: true);
            }
        }

        _json.WriteEndObject();
        _planted = outer;
    }

    /// <summary>Writes a name and, if there is one, its planted value; else returns the writer for the value.</summary>
    private Utf8JsonWriter? Begin(string name)
    {
        _json.WritePropertyName(name);
        if (_planted is null || !_planted.TryGetValue(name, out var raw))
        {
            return _json;
        }

        _json.WriteRawValue(raw, skipInputValidation: true);
        _planted.Remove(name);
        return null;
    }
}
