using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Commands.Api;

/// <summary>Converts a request body (JSON text, a hashtable or an object) to JSON.</summary>
internal static class ApiBody
{
    private const int MaxDepth = 32;

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it is not valid JSON, or nested too deeply.</exception>
    public static byte[] ToJson(object body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            if (Bare(body) is string json)
            {
                WriteJson(writer, json);
            }
            else
            {
                Write(writer, body, 0);
            }
        }

        return stream.ToArray();
    }

    private static void WriteJson(Utf8JsonWriter writer, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            document.WriteTo(writer);
        }
        catch (JsonException e)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The body is text, and no JSON: {e.Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The body is nested more than {MaxDepth} deep, or holds itself.");
        }

        switch (Bare(value))
        {
            case null:
                writer.WriteNullValue();
                break;
            case string or char or Enum or Guid or Uri or TimeSpan:
                writer.WriteStringValue(Bare(value)!.ToString());
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case SwitchParameter flag:
                writer.WriteBooleanValue(flag.IsPresent);
                break;
            case DateTime time:
                writer.WriteStringValue(time.ToUniversalTime());
                break;
            case DateTimeOffset time:
                writer.WriteStringValue(time);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(Bare(value), CultureInfo.InvariantCulture));
                break;
            case ulong number:
                writer.WriteNumberValue(number);
                break;
            case decimal number:
                writer.WriteNumberValue(number);
                break;
            case float or double:
                writer.WriteNumberValue(Convert.ToDouble(Bare(value), CultureInfo.InvariantCulture));
                break;
            case IDictionary map:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    writer.WritePropertyName(entry.Key.ToString()!);
                    Write(writer, entry.Value, depth + 1);
                }

                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    Write(writer, item, depth + 1);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteProperties(writer, PSObject.AsPSObject(value), depth);
                break;
        }
    }

    private static void WriteProperties(Utf8JsonWriter writer, PSObject value, int depth)
    {
        writer.WriteStartObject();
        foreach (var property in value.Properties)
        {
            writer.WritePropertyName(property.Name);
            Write(writer, property.Value, depth + 1);
        }

        writer.WriteEndObject();
    }

    /// <summary>Unwraps a PSObject, except for a custom object.</summary>
    private static object? Bare(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : value;
}
