using System.Collections;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Commands.Api;

/// <summary>Converts a request body (JSON text, a hashtable or an object) to JSON.</summary>
internal static class ApiBody
{
    private const int MaximumDepth = 32;
    private const int MaximumLength = 64 * 1024 * 1024;

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it can't be converted to JSON.</exception>
    public static byte[] ToJson(object body)
    {
        try
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                if (ApiValue.Unwrap(body) is string json)
                {
                    using var document = JsonDocument.Parse(json.TrimStart('\uFEFF'));
                    document.WriteTo(writer);
                }
                else
                {
                    Write(writer, body, 0);
                }
            }

            return stream.ToArray();
        }
        catch (JsonException e)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"-Body is text, but not valid JSON: {e.Message}", e);
        }
        catch (Exception e) when (e is not (SkipcallException or PipelineStoppedException))
        {
            // Getters and enumerators of the object may throw anything.
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"-Body can't be converted to JSON: {(e.InnerException ?? e).Message}", e);
        }
    }

    private static void Write(Utf8JsonWriter writer, object? value, int depth)
    {
        if (depth > MaximumDepth || writer.BytesCommitted + writer.BytesPending > MaximumLength)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"-Body is nested more than {MaximumDepth} levels deep, refers to itself, or is larger than 64 MB.");
        }

        value = ApiValue.Unwrap(value);
        if (ApiValue.FromScalar(value) is { } scalar)
        {
            if (scalar.IsText)
            {
                writer.WriteStringValue(scalar.Text);
            }
            else
            {
                writer.WriteRawValue(scalar.Text, skipInputValidation: true);
            }

            return;
        }

        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case JsonElement element:
                element.WriteTo(writer);
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
                ApiValue.RefuseUnlessObject(value, "-Body");
                writer.WriteStartObject();
                foreach (var property in PSObject.AsPSObject(value).Properties)
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, depth + 1);
                }

                writer.WriteEndObject();
                break;
        }
    }
}
