using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Writes the fields of JSON objects, in the order of the calls.</summary>
internal sealed class JsonFields
{
    private const int FlushAt = 16 * 1024;

    // Writes non-ASCII text as UTF-8. Skips validation, so that tests can add invalid JSON.
    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json;
    private Dictionary<string, string>? _rawFields;

    private JsonFields(Utf8JsonWriter json) => _json = json;

    public static void Write<T>(Stream into, T item, Action<JsonFields, T> write)
    {
        using var json = new Utf8JsonWriter(into, s_options);
        new JsonFields(json).Write(item, write);
    }

    /// <summary>Writes additional properties as raw JSON, in place of the field of the same name or at the end of the object.</summary>
    public void AddRaw(SkipcallObject source, string? except = null)
    {
        if (source.HasAdditionalProperties)
        {
            _rawFields = new Dictionary<string, string>(source.AdditionalProperties, StringComparer.Ordinal);
            _rawFields.Remove(except ?? "");
        }
    }

    public void Text(FieldName name, string? value) => Begin(name)?.WriteStringValue(value);

    public void Flag(FieldName name, bool value) => Begin(name)?.WriteBooleanValue(value);

    public void Number(FieldName name, double? value)
    {
        if (value is { } number && !double.IsNaN(number) && !double.IsInfinity(number))
        {
            Begin(name)?.WriteNumberValue(number);
        }
        else
        {
            Begin(name)?.WriteNullValue();
        }
    }

    /// <summary>A time in the service's format, always with three decimals: <c>2024-01-15T10:30:00.000Z</c>.</summary>
    public void Time(FieldName name, DateTimeOffset? value)
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

    public void Object<T>(FieldName name, T? item, Action<JsonFields, T> write)
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

    public void List<T>(FieldName name, IReadOnlyList<T> items, Action<JsonFields, T> write)
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
        var outer = _rawFields;
        _rawFields = null;
        _json.WriteStartObject();
        write(this, item);
        if (_rawFields is not null)
        {
            foreach (var pair in _rawFields)
            {
                _json.WritePropertyName(pair.Key);
                _json.WriteRawValue(pair.Value, skipInputValidation: true);
            }
        }

        _json.WriteEndObject();
        _rawFields = outer;
    }

    /// <summary>Writes the name and, if there is one, its raw value. Otherwise returns the writer for the value.</summary>
    private Utf8JsonWriter? Begin(FieldName name)
    {
        _json.WritePropertyName(name.Encoded);
        if (_rawFields is null || !_rawFields.TryGetValue(name.ToString(), out var raw))
        {
            return _json;
        }

        _json.WriteRawValue(raw, skipInputValidation: true);
        _rawFields.Remove(name.ToString());
        return null;
    }
}
