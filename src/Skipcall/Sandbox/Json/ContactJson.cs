using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// Writes a row (spec: <c>SequenceContactDto</c>) with the fields in the order of the specification. What stands in an
/// object's <see cref="AdditionalProperties"/> is written as it is: under the name of a documented field in its place,
/// under any other name after the documented ones.
/// </summary>
internal static class ContactJson
{
    private static readonly JsonEncodedText s_id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText s_status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText s_contact = JsonEncodedText.Encode("contact");
    private static readonly JsonEncodedText s_tags = JsonEncodedText.Encode("tags");
    private static readonly JsonEncodedText s_calls = JsonEncodedText.Encode("calls");
    private static readonly JsonEncodedText s_createdAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText s_firstName = JsonEncodedText.Encode("firstName");
    private static readonly JsonEncodedText s_lastName = JsonEncodedText.Encode("lastName");
    private static readonly JsonEncodedText s_email = JsonEncodedText.Encode("email");
    private static readonly JsonEncodedText s_company = JsonEncodedText.Encode("company");
    private static readonly JsonEncodedText s_phoneNumbers = JsonEncodedText.Encode("phoneNumbers");
    private static readonly JsonEncodedText s_number = JsonEncodedText.Encode("number");
    private static readonly JsonEncodedText s_label = JsonEncodedText.Encode("label");
    private static readonly JsonEncodedText s_isSuccessTag = JsonEncodedText.Encode("isSuccessTag");
    private static readonly JsonEncodedText s_startedAt = JsonEncodedText.Encode("startedAt");
    private static readonly JsonEncodedText s_endedAt = JsonEncodedText.Encode("endedAt");
    private static readonly JsonEncodedText s_durationSeconds = JsonEncodedText.Encode("durationSeconds");

    private static readonly JsonEncodedText[] s_rowFields = { s_id, s_status, s_contact, s_tags, s_calls, s_createdAt };
    private static readonly JsonEncodedText[] s_contactFields = { s_id, s_firstName, s_lastName, s_email, s_company, s_phoneNumbers };
    private static readonly JsonEncodedText[] s_phoneNumberFields = { s_id, s_number };
    private static readonly JsonEncodedText[] s_tagFields = { s_id, s_label, s_isSuccessTag };
    private static readonly JsonEncodedText[] s_callFields = { s_id, s_status, s_startedAt, s_endedAt, s_durationSeconds, s_createdAt };

    private delegate void ItemWriter<in T>(Utf8JsonWriter writer, T item, bool mayHoldRaw);

    public static void Write(Utf8JsonWriter writer, SequenceContact row, bool mayHoldRaw)
    {
        var fields = new JsonFields(writer, row, mayHoldRaw);
        fields.Begin();
        fields.Text(s_id, row.Id);
        fields.Text(s_status, row.Status);
        if (!fields.IsReplaced(s_contact))
        {
            writer.WritePropertyName(s_contact);
            WriteContact(writer, row.Contact, mayHoldRaw);
        }

        WriteList(fields, s_tags, row.Tags, WriteTag, mayHoldRaw);
        WriteList(fields, s_calls, row.Calls, WriteCall, mayHoldRaw);
        fields.Time(s_createdAt, row.CreatedAt ?? OwnRows.UnknownTime);
        fields.End(s_rowFields);
    }

    private static void WriteContact(Utf8JsonWriter writer, Contact contact, bool mayHoldRaw)
    {
        var fields = new JsonFields(writer, contact, mayHoldRaw);
        fields.Begin();
        fields.Text(s_id, contact.Id);

        // The specification knows no contact without these two.
        fields.Text(s_firstName, contact.FirstName ?? "");
        fields.Text(s_lastName, contact.LastName ?? "");
        fields.Text(s_email, contact.Email);
        fields.Text(s_company, contact.Company);
        WriteList(fields, s_phoneNumbers, contact.PhoneNumbers, WritePhoneNumber, mayHoldRaw);
        fields.End(s_contactFields);
    }

    private static void WritePhoneNumber(Utf8JsonWriter writer, PhoneNumber phoneNumber, bool mayHoldRaw)
    {
        var fields = new JsonFields(writer, phoneNumber, mayHoldRaw);
        fields.Begin();
        fields.Text(s_id, phoneNumber.Id);
        fields.Text(s_number, phoneNumber.Number);
        fields.End(s_phoneNumberFields);
    }

    private static void WriteTag(Utf8JsonWriter writer, Tag tag, bool mayHoldRaw)
    {
        var fields = new JsonFields(writer, tag, mayHoldRaw);
        fields.Begin();
        fields.Text(s_id, tag.Id);
        fields.Text(s_label, tag.Label);
        fields.Flag(s_isSuccessTag, tag.IsSuccessTag);
        fields.End(s_tagFields);
    }

    private static void WriteCall(Utf8JsonWriter writer, Call call, bool mayHoldRaw)
    {
        var fields = new JsonFields(writer, call, mayHoldRaw);
        fields.Begin();
        fields.Text(s_id, call.Id);
        fields.Text(s_status, call.Status);
        fields.Time(s_startedAt, call.StartedAt);
        fields.Time(s_endedAt, call.EndedAt);
        fields.Number(s_durationSeconds, call.DurationSeconds);
        fields.Time(s_createdAt, call.CreatedAt ?? call.StartedAt ?? OwnRows.UnknownTime);
        fields.End(s_callFields);
    }

    private static void WriteList<T>(JsonFields fields, JsonEncodedText name, ItemList<T> items, ItemWriter<T> write, bool mayHoldRaw)
    {
        if (fields.IsReplaced(name))
        {
            return;
        }

        fields.Writer.WriteStartArray(name);
        foreach (var item in items)
        {
            write(fields.Writer, item, mayHoldRaw);
        }

        fields.Writer.WriteEndArray();
    }
}
