using System;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>Writes one object's fields, each in the raw form that was planted for it, where one was.</summary>
internal readonly struct JsonFields
{
    private readonly AdditionalProperties? _raw;

    public JsonFields(Utf8JsonWriter writer, SkipcallObject item, bool mayHoldRaw)
    {
        Writer = writer;
        _raw = mayHoldRaw && item.AdditionalProperties.Count > 0 ? item.AdditionalProperties : null;
    }

    public Utf8JsonWriter Writer { get; }

    public void Begin() => Writer.WriteStartObject();

    /// <summary>Ends the object with what was planted under a name that is none of the documented ones.</summary>
    public void End(JsonEncodedText[] documented)
    {
        if (_raw is not null)
        {
            foreach (var pair in _raw)
            {
                if (!Array.Exists(documented, name => string.Equals(name.ToString(), pair.Key, StringComparison.Ordinal)))
                {
                    WriteRaw(pair.Key, pair.Value);
                }
            }
        }

        Writer.WriteEndObject();
    }

    /// <summary>Whether raw JSON was planted in a field's place; it has been written then.</summary>
    public bool IsReplaced(JsonEncodedText name)
    {
        if (_raw is null || !_raw.TryGetValue(name.ToString(), out var json))
        {
            return false;
        }

        WriteRaw(name.ToString(), json);
        return true;
    }

    public void Text(JsonEncodedText name, string? value)
    {
        if (!IsReplaced(name))
        {
            Writer.WriteString(name, value);
        }
    }

    public void Flag(JsonEncodedText name, bool value)
    {
        if (!IsReplaced(name))
        {
            Writer.WriteBoolean(name, value);
        }
    }

    public void Number(JsonEncodedText name, double? value)
    {
        if (IsReplaced(name))
        {
            return;
        }

        // JSON has no infinity.
        if (value is { } number && !double.IsNaN(number) && !double.IsInfinity(number))
        {
            Writer.WriteNumber(name, number);
        }
        else
        {
            Writer.WriteNull(name);
        }
    }

    public void Time(JsonEncodedText name, DateTimeOffset? value)
    {
        if (IsReplaced(name))
        {
            return;
        }

        if (value is { } time)
        {
            Span<byte> text = stackalloc byte[IsoTime.Length];
            IsoTime.Write(time, text);
            Writer.WriteString(name, text);
        }
        else
        {
            Writer.WriteNull(name);
        }
    }

    private void WriteRaw(string name, string json)
    {
        Writer.WritePropertyName(name);
        Writer.WriteRawValue(json, skipInputValidation: true);
    }
}
