using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// A JSON object: its fields in order. The <see cref="AdditionalProperties"/> of the source are written as they are: under a
/// documented name in that field's place, under any other name after the documented fields.
/// </summary>
internal sealed record JsonFields(SkipcallObject? Source, params (string Name, object? Value)[] Fields)
{
    public JsonFields(params (string Name, object? Value)[] fields)
        : this(null, fields)
    {
    }

    /// <summary>A field that is not written even if the source has it.</summary>
    public string? Hidden { get; init; }
}

/// <summary>Writes JSON as the service does, with the fields in the order of the specification.</summary>
internal static class SandboxJson
{
    // Slightly more than a sample row, so the buffer rarely grows; a page of 100 stays off the large object heap.
    private const int BytesPerItem = 800;
    private const int FlushAt = 16 * 1024;

    /// <summary>The creation time of a contact or call that has none.</summary>
    private static readonly DateTimeOffset s_unknownTime = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Non-ASCII text as UTF-8, not as \u escapes. Unvalidated, so that tests can plant what is not allowed.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>A page of any list in its envelope (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
    public static ArraySegment<byte> Page<T>(PageRequest page, Slice<T> slice, Func<T, JsonFields> toJson) => Write(
        new JsonFields(
            ("data", slice.Items.Select(toJson)),
            ("total", slice.Total),
            ("page", page.Number),
            ("limit", page.Limit),
            ("totalPages", (slice.Total + (long)page.Limit - 1) / page.Limit)),
        (slice.Items.Count + 1) * BytesPerItem);

    /// <summary>SequenceContactDto.</summary>
    public static JsonFields Row(SequenceContact row) => new(
        row,
        ("id", row.Id),
        ("status", row.Status),
        ("contact", PersonOf(row.Contact)),
        ("tags", row.Tags.Select(TagOf)),
        ("calls", row.Calls.Select(CallOf)),
        ("createdAt", row.CreatedAt ?? s_unknownTime));

    /// <summary>
    /// A call as <c>GET /v1/calls/{id}</c> shows it. Only id, callType, status and type are documented; the rest is known from
    /// one example, so which fields can be null is inferred, and so is the spelling of every status but "completed".
    /// </summary>
    public static JsonFields PlacedCall(PlacedCall placed)
    {
        var (row, call) = placed;
        var phoneNumber = row.Contact.PhoneNumbers.FirstOrDefault();
        var caller = SampleOrganization.CallerOf(call.Id);
        return new JsonFields(
            call,
            ("id", call.Id),
            ("callType", "CALL_SESSION"),
            ("status", call.Status?.ToLowerInvariant()),
            ("type", "outbound"),
            ("startedAt", call.StartedAt),
            ("endedAt", call.EndedAt),
            ("createdAt", CreatedAt(call)),
            ("contact", new JsonFields(
                ("id", row.Contact.Id), ("firstName", row.Contact.FirstName ?? ""), ("lastName", row.Contact.LastName ?? ""), ("isUnknown", false))),
            ("phoneNumber", phoneNumber is null ? null : new JsonFields(("value", phoneNumber.Number))),
            ("caller", new JsonFields(("firstName", caller.FirstName), ("lastName", caller.LastName))),
            ("callerPhoneNumber", new JsonFields(("value", SampleOrganization.PhoneNumber))),
            ("phoneNumberId", phoneNumber?.Id),
            ("userProviderSid", null),
            ("adminProviderSid", null),
            ("providerConferenceId", null),
            ("transferred", false),
            ("updatedAt", call.EndedAt ?? call.StartedAt ?? CreatedAt(call)),
            ("sequenceRunId", null),
            ("sequenceId", row.SequenceId),
            ("syncedWithCrmDate", null),
            ("deletedAt", null),
            ("organizationId", SampleOrganization.Id),
            ("organizationMembershipId", caller.OrganizationMembershipId),
            ("managedPhoneNumberId", null),
            ("notes", null))
        {
            // Planted for the call inside the contact, where the field exists.
            Hidden = "durationSeconds",
        };
    }

    public static ArraySegment<byte> Write(JsonFields fields, int capacity = 0)
    {
        using var buffer = new MemoryStream(capacity);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            Write(json, fields);
        }

        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    public static void Write(Utf8JsonWriter json, JsonFields item)
    {
        var planted = item.Source is { HasAdditionalProperties: true } source ? source.AdditionalProperties : null;
        json.WriteStartObject();
        foreach (var (name, value) in item.Fields)
        {
            json.WritePropertyName(name);
            if (planted is not null && planted.TryGetValue(name, out var raw))
            {
                json.WriteRawValue(raw, skipInputValidation: true);
            }
            else
            {
                WriteValue(json, value);
            }
        }

        foreach (var pair in planted ?? Enumerable.Empty<KeyValuePair<string, string>>())
        {
            if (pair.Key != item.Hidden && !Array.Exists(item.Fields, field => field.Name == pair.Key))
            {
                json.WritePropertyName(pair.Key);
                json.WriteRawValue(pair.Value, skipInputValidation: true);
            }
        }

        json.WriteEndObject();
    }

    // The specification requires both names.
    private static JsonFields PersonOf(Contact contact) => new(
        contact,
        ("id", contact.Id),
        ("firstName", contact.FirstName ?? ""),
        ("lastName", contact.LastName ?? ""),
        ("email", contact.Email),
        ("company", contact.Company),
        ("phoneNumbers", contact.PhoneNumbers.Select(number => new JsonFields(number, ("id", number.Id), ("number", number.Number)))));

    private static JsonFields TagOf(Tag tag) => new(tag, ("id", tag.Id), ("label", tag.Label), ("isSuccessTag", tag.IsSuccessTag));

    private static JsonFields CallOf(Call call) => new(
        call,
        ("id", call.Id),
        ("status", call.Status),
        ("startedAt", call.StartedAt),
        ("endedAt", call.EndedAt),
        ("durationSeconds", call.DurationSeconds),
        ("createdAt", CreatedAt(call)));

    private static DateTimeOffset CreatedAt(Call call) => call.CreatedAt ?? call.StartedAt ?? s_unknownTime;

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number when !double.IsNaN(number) && !double.IsInfinity(number):
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                WriteTime(json, time);
                break;
            case JsonFields fields:
                Write(json, fields);
                break;
            case IEnumerable<JsonFields> items:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    Write(json, item);
                    if (json.BytesPending > FlushAt)
                    {
                        json.Flush();
                    }
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>Writes a time as the service does, always with three decimals: <c>2024-01-15T10:30:00.000Z</c>.</summary>
    private static void WriteTime(Utf8JsonWriter json, DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[33];
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out _, 'O');
        text[23] = (byte)'Z';
        json.WriteStringValue(text.Slice(0, 24));
    }
}
