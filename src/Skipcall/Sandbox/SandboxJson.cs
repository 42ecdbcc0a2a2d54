using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// Writes JSON as the service does, with the fields in the order of the specification. An object's
/// <see cref="AdditionalProperties"/> are written as they are: under a documented name in that field's place, under any
/// other name after the documented fields.
/// </summary>
internal static class SandboxJson
{
    /// <summary>The creation time of a contact or call that has none.</summary>
    private static readonly DateTimeOffset s_unknownTime = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Slightly more than a sample row, so the buffer rarely grows; a page of 100 stays off the large object heap.
    private const int BytesPerItem = 800;
    private const int FlushAt = 16 * 1024;

    // SequenceContactDto
    private static readonly Field<SequenceContact>[] s_row =
    {
        new("id", (json, row) => json.WriteStringValue(row.Id)),
        new("status", (json, row) => json.WriteStringValue(row.Status)),
        new("contact", (json, row) => WriteObject(json, row.Contact, row.Contact, s_contact!)),
        new("tags", (json, row) => WriteList(json, row.Tags, s_tag!)),
        new("calls", (json, row) => WriteList(json, row.Calls, s_rowCall!)),
        new("createdAt", (json, row) => WriteTime(json, row.CreatedAt ?? s_unknownTime)),
    };

    // The specification requires both names.
    private static readonly Field<Contact>[] s_contact =
    {
        new("id", (json, contact) => json.WriteStringValue(contact.Id)),
        new("firstName", (json, contact) => json.WriteStringValue(contact.FirstName ?? "")),
        new("lastName", (json, contact) => json.WriteStringValue(contact.LastName ?? "")),
        new("email", (json, contact) => json.WriteStringValue(contact.Email)),
        new("company", (json, contact) => json.WriteStringValue(contact.Company)),
        new("phoneNumbers", (json, contact) => WriteList(json, contact.PhoneNumbers, s_phoneNumber!)),
    };

    private static readonly Field<PhoneNumber>[] s_phoneNumber =
    {
        new("id", (json, phoneNumber) => json.WriteStringValue(phoneNumber.Id)),
        new("number", (json, phoneNumber) => json.WriteStringValue(phoneNumber.Number)),
    };

    private static readonly Field<Tag>[] s_tag =
    {
        new("id", (json, tag) => json.WriteStringValue(tag.Id)),
        new("label", (json, tag) => json.WriteStringValue(tag.Label)),
        new("isSuccessTag", (json, tag) => json.WriteBooleanValue(tag.IsSuccessTag)),
    };

    private static readonly Field<Call>[] s_rowCall =
    {
        new("id", (json, call) => json.WriteStringValue(call.Id)),
        new("status", (json, call) => json.WriteStringValue(call.Status)),
        new("startedAt", (json, call) => WriteTime(json, call.StartedAt)),
        new("endedAt", (json, call) => WriteTime(json, call.EndedAt)),
        new("durationSeconds", (json, call) => WriteNumber(json, call.DurationSeconds)),
        new("createdAt", (json, call) => WriteTime(json, CreatedAt(call))),
    };

    // A call as GET /v1/calls/{id} shows it. Only id, callType, status and type are documented; the rest is known from one
    // example, so which fields can be null is inferred, and so is the spelling of every status but "completed".
    private static readonly Field<PlacedCall>[] s_call =
    {
        new("id", (json, placed) => json.WriteStringValue(placed.Call.Id)),
        Text("callType", "CALL_SESSION"),
        new("status", (json, placed) => json.WriteStringValue(placed.Call.Status?.ToLowerInvariant())),
        Text("type", "outbound"),
        new("startedAt", (json, placed) => WriteTime(json, placed.Call.StartedAt)),
        new("endedAt", (json, placed) => WriteTime(json, placed.Call.EndedAt)),
        new("createdAt", (json, placed) => WriteTime(json, CreatedAt(placed.Call))),
        new("contact", (json, placed) => WriteCalledContact(json, placed.Row.Contact)),
        new("phoneNumber", (json, placed) => WritePhoneNumber(json, placed.Row.Contact.PhoneNumbers.FirstOrDefault()?.Number)),
        new("caller", (json, placed) => WriteCaller(json, SampleOrganization.CallerOf(placed.Call.Id))),
        new("callerPhoneNumber", (json, _) => WritePhoneNumber(json, SampleOrganization.PhoneNumber)),
        new("phoneNumberId", (json, placed) => json.WriteStringValue(placed.Row.Contact.PhoneNumbers.FirstOrDefault()?.Id)),
        Text("userProviderSid", null),
        Text("adminProviderSid", null),
        Text("providerConferenceId", null),
        new("transferred", (json, _) => json.WriteBooleanValue(false)),
        new("updatedAt", (json, placed) => WriteTime(json, placed.Call.EndedAt ?? placed.Call.StartedAt ?? CreatedAt(placed.Call))),
        Text("sequenceRunId", null),
        new("sequenceId", (json, placed) => json.WriteStringValue(placed.Row.SequenceId)),
        Text("syncedWithCrmDate", null),
        Text("deletedAt", null),
        Text("organizationId", SampleOrganization.Id),
        new("organizationMembershipId", (json, placed) => json.WriteStringValue(SampleOrganization.CallerOf(placed.Call.Id).OrganizationMembershipId)),
        Text("managedPhoneNumberId", null),
        Text("notes", null),
    };

    /// <summary>Non-ASCII text as UTF-8, not as \u escapes. Unvalidated, so that tests can plant what is not allowed.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ArraySegment<byte> Write(Action<Utf8JsonWriter> write, int capacity = 0)
    {
        using var buffer = new MemoryStream(capacity);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes a page of any list in its envelope (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
    public static ArraySegment<byte> WritePage<T>(PageRequest page, Slice<T> slice, Action<Utf8JsonWriter, T> writeItem) =>
        Write(
            json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("data");
                foreach (var item in slice.Items)
                {
                    writeItem(json, item);
                    if (json.BytesPending > FlushAt)
                    {
                        json.Flush();
                    }
                }

                json.WriteEndArray();
                json.WriteNumber("total", slice.Total);
                json.WriteNumber("page", page.Number);
                json.WriteNumber("limit", page.Limit);
                json.WriteNumber("totalPages", (slice.Total + (long)page.Limit - 1) / page.Limit);
                json.WriteEndObject();
            },
            (slice.Items.Count + 1) * BytesPerItem);

    public static void WriteRow(Utf8JsonWriter json, SequenceContact row) => WriteObject(json, row, row, s_row);

    /// <summary>Leaves out a planted durationSeconds: it belongs to the call inside the contact, where that field exists.</summary>
    public static void WriteCall(Utf8JsonWriter json, PlacedCall placed) => WriteObject(json, placed, placed.Call, s_call, "durationSeconds");

    public static void WriteUser(Utf8JsonWriter json, SampleUser user)
    {
        json.WriteStartObject();
        json.WriteString("organizationMembershipId", user.OrganizationMembershipId);
        json.WriteEndObject();
    }

    /// <summary>Writes a tag as <c>POST /v1/tags</c> returns it.</summary>
    public static void WriteNewTag(Utf8JsonWriter json, Tag tag, DateTimeOffset createdAt)
    {
        json.WriteStartObject();
        json.WriteString("id", tag.Id);
        json.WriteString("label", tag.Label);
        json.WriteBoolean("isSuccessTag", tag.IsSuccessTag);
        json.WritePropertyName("createdAt");
        WriteTime(json, createdAt);
        json.WritePropertyName("updatedAt");
        WriteTime(json, createdAt);
        json.WriteEndObject();
    }

    private static void WriteObject<T>(Utf8JsonWriter json, T item, SkipcallObject source, Field<T>[] fields, string? leftOut = null)
    {
        var additional = source.HasAdditionalProperties ? source.AdditionalProperties : null;
        json.WriteStartObject();
        foreach (var field in fields)
        {
            json.WritePropertyName(field.EncodedName);
            if (additional is not null && additional.TryGetValue(field.Name, out var planted))
            {
                json.WriteRawValue(planted, skipInputValidation: true);
            }
            else
            {
                field.WriteValue(json, item);
            }
        }

        foreach (var pair in additional ?? Enumerable.Empty<KeyValuePair<string, string>>())
        {
            if (pair.Key != leftOut && !Array.Exists(fields, field => field.Name == pair.Key))
            {
                json.WritePropertyName(pair.Key);
                json.WriteRawValue(pair.Value, skipInputValidation: true);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, List<T> items, Field<T>[] fields)
        where T : SkipcallObject
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            WriteObject(json, item, item, fields);
        }

        json.WriteEndArray();
    }

    private static void WriteCalledContact(Utf8JsonWriter json, Contact contact)
    {
        json.WriteStartObject();
        json.WriteString("id", contact.Id);
        json.WriteString("firstName", contact.FirstName ?? "");
        json.WriteString("lastName", contact.LastName ?? "");
        json.WriteBoolean("isUnknown", false);
        json.WriteEndObject();
    }

    private static void WriteCaller(Utf8JsonWriter json, SampleUser caller)
    {
        json.WriteStartObject();
        json.WriteString("firstName", caller.FirstName);
        json.WriteString("lastName", caller.LastName);
        json.WriteEndObject();
    }

    private static void WritePhoneNumber(Utf8JsonWriter json, string? number)
    {
        if (number is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("value", number);
        json.WriteEndObject();
    }

    // JSON has no infinity.
    private static void WriteNumber(Utf8JsonWriter json, double? value)
    {
        if (value is { } number && !double.IsNaN(number) && !double.IsInfinity(number))
        {
            json.WriteNumberValue(number);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Writes a time as the service does, always with three decimals: <c>2024-01-15T10:30:00.000Z</c>.</summary>
    private static void WriteTime(Utf8JsonWriter json, DateTimeOffset? value)
    {
        if (value is not { } time)
        {
            json.WriteNullValue();
            return;
        }

        Span<byte> text = stackalloc byte[33];
        Utf8Formatter.TryFormat(time.UtcDateTime, text, out _, 'O');
        text[23] = (byte)'Z';
        json.WriteStringValue(text.Slice(0, 24));
    }

    private static DateTimeOffset CreatedAt(Call call) => call.CreatedAt ?? call.StartedAt ?? s_unknownTime;

    private static Field<PlacedCall> Text(string name, string? value) => new(name, (json, _) => json.WriteStringValue(value));

    private sealed record Field<T>(string Name, Action<Utf8JsonWriter, T> WriteValue)
    {
        public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(Name);
    }
}
