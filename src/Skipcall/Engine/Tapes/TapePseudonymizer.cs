using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Skipcall.Engine.Tapes;

/// <summary>
/// Replaces text by pseudonyms unless it is known to be harmless. Within a recording, the same text gets the same pseudonym. A random
/// key that is not stored prevents guessing, for example by trying all phone numbers.
/// </summary>
internal sealed class TapePseudonymizer
{
    private const RegexOptions Fast = RegexOptions.CultureInvariant;

    private static readonly Regex s_time = new(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|[+-]\d\d:\d\d)$", Fast);
    private static readonly Regex s_count = new(@"^\d{1,7}(\.\d{1,6})?$", Fast);

    // A count, or a Unix time in seconds or milliseconds, but not a phone number.
    private static readonly Regex s_headerNumber = new(@"^(\d{1,7}|[1-3]\d{9}|[1-3]\d{12})(\.\d{1,3})?$", Fast);

    private static readonly HashSet<string> s_segments = Set(
        "v1 sequences contacts calls tags users workspaces health statistics recording recordings transcription transcriptions custom-fields notes");

    private static readonly HashSet<string> s_media = Set("application/json application/problem+json text/html text/plain");

    private static readonly HashSet<string> s_containers = Set(
        "data contact tags calls phoneNumbers phoneNumber caller callerPhoneNumber error isSuccessTag isUnknown transferred");

    private static readonly HashSet<string> s_counts = Set("total page limit totalPages durationSeconds status");
    private static readonly HashSet<string> s_times = Set("createdAt updatedAt startedAt endedAt deletedAt syncedWithCrmDate");
    private static readonly HashSet<string> s_words = Set("status callType type code");

    private static readonly HashSet<string> s_texts = Set(
        "id firstName lastName email company number value label message notes phoneNumberId sequenceId sequenceRunId organizationId organizationMembershipId "
        + "managedPhoneNumberId userProviderSid adminProviderSid providerConferenceId workspaceIds tag");

    private static readonly HashSet<string> s_knownWords = Set(
        "CONNECTED RESPONDER ERROR CANCELLED RUNNING MISSING_NUMBER NOT_INITIATED INITIATED QUEUED RINGING IN_PROGRESS BUSY NO_ANSWER MISSED_CALL VOICEMAIL "
        + "COMPLETED ERROR_NUMBER ERROR_COUNTRY UNKNOWN_ERROR CALL_SESSION outbound inbound UNAUTHORIZED SUBSCRIPTION_REQUIRED PLAN_NOT_ELIGIBLE NOT_FOUND "
        + "BAD_REQUEST RATE_LIMIT_EXCEEDED INTERNAL_SERVER_ERROR NOT_IN_SANDBOX");

    private static readonly char[] s_equals = { '=' };

    private readonly byte[] _key = new byte[32];

    public TapePseudonymizer()
    {
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(_key);
    }

    /// <summary>Returns a number or a date unchanged; null for anything else.</summary>
    public static string? HeaderValue(string value)
    {
        if (s_headerNumber.IsMatch(value))
        {
            return value;
        }

        return DateTimeOffset.TryParseExact(value, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToString("r", CultureInfo.InvariantCulture)
            : null;
    }

    public static string MediaType(string? value) => value is not null && s_media.Contains(value) ? value : "application/octet-stream";

    public static string Method(string method) => method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" ? method : "OTHER";

    /// <summary>Starts at <c>v1</c>, because the base URI may contain a path.</summary>
    public string PathAndQuery(Uri uri)
    {
        var segments = uri.AbsolutePath.Split('/').SkipWhile(segment => segment != "v1").Select(Uri.UnescapeDataString);
        var path = "/" + string.Join("/", segments.Select(segment => s_segments.Contains(segment) || segment.Length == 0 ? segment : Id(segment)));
        var parameters = uri.Query.TrimStart('?').Split('&').Where(pair => pair.Length > 0).Select(Parameter).ToArray();
        return parameters.Length == 0 ? path : path + "?" + string.Join("&", parameters);
    }

    public string? Body(byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                Write(json, document.RootElement, "");
            }

            return Encoding.UTF8.GetString(buffer.ToArray());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return body[0] switch { (byte)'<' => "<html></html>", (byte)'{' or (byte)'[' => "{", _ => "text" };
        }
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    private string Parameter(string pair)
    {
        var parts = pair.Split(s_equals, 2).Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).ToArray();
        var value = parts.Length > 1 ? parts[1] : "";
        var clean = parts[0] == "workspaceIds" ? string.Join(",", value.Split(',').Select(Id)) : s_counts.Contains(parts[0]) && s_count.IsMatch(value) ? value : Text(parts[0], value);
        return Name(parts[0]) + "=" + Uri.EscapeDataString(clean);
    }

    private void Write(Utf8JsonWriter json, JsonElement value, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    json.WritePropertyName(Name(field.Name));
                    Write(json, field.Value, field.Name);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, name);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Text(name, value.GetString()!));
                break;
            case JsonValueKind.Number:
                var number = value.GetRawText();
                json.WriteRawValue(s_counts.Contains(name) && s_count.IsMatch(number) ? number : "1" + Digits(number, Math.Min(number.Length, 9) - 1));
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private string Name(string name) =>
        s_containers.Contains(name) || s_counts.Contains(name) || s_times.Contains(name) || s_words.Contains(name) || s_texts.Contains(name)
            ? name
            : "field_" + Hash(name, 8);

    private string Text(string name, string text) => name switch
    {
        _ when text.Length == 0 => "",
        _ when s_times.Contains(name) && s_time.IsMatch(text) => text,
        _ when s_words.Contains(name) => s_knownWords.Contains(text) || s_knownWords.Contains(text.ToUpperInvariant()) ? text : "WORD_" + Hash(text, 8),
        "email" => Hash(text, 10) + "@example.com",
        // No country uses this code.
        "number" or "value" => "+999" + Digits(text, 8),
        "label" or "tag" => "tag-" + Hash(text, 8),
        "firstName" or "lastName" or "company" => char.ToUpperInvariant(name[0]) + "-" + Hash(text, 6),
        _ when name.EndsWith("id", StringComparison.OrdinalIgnoreCase) => Id(text),
        _ => "text-" + Hash(text, 12),
    };

    private string Id(string id) => Guid.TryParse(id, out _) ? new Guid(Mac(id).Take(16).ToArray()).ToString("D") : "id-" + Hash(id, 12);

    private string Hash(string text, int length) => string.Concat(Mac(text).Select(part => part.ToString("x2", CultureInfo.InvariantCulture))).Substring(0, length);

    private string Digits(string text, int length) =>
        (BitConverter.ToUInt64(Mac(text), 0) % 1_000_000_000UL + 1_000_000_000UL).ToString(CultureInfo.InvariantCulture).Substring(10 - length);

    private byte[] Mac(string text)
    {
        using var hmac = new HMACSHA256(_key);
        return hmac.ComputeHash(Encoding.UTF8.GetBytes(text));
    }
}
