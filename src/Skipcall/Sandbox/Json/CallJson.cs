using System.Linq;
using System.Text.Json;

namespace Skipcall.Sandboxing;

/// <summary>
/// Writes a call as <c>GET /v1/calls/{id}</c> shows it, which is another shape than a call inside a contact has. What
/// stands in the <see cref="AdditionalProperties"/> of the caller's own call is written as it is.
/// </summary>
/// <remarks>
/// Only <c>id</c>, <c>callType</c>, <c>status</c> and <c>type</c> are declared; all other fields are known from one
/// example alone, so which of them may be null is inferred. So is the spelling of every status but <c>completed</c>.
/// </remarks>
internal static class CallJson
{
    private static readonly JsonEncodedText s_id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText s_callType = JsonEncodedText.Encode("callType");
    private static readonly JsonEncodedText s_status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText s_type = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText s_startedAt = JsonEncodedText.Encode("startedAt");
    private static readonly JsonEncodedText s_endedAt = JsonEncodedText.Encode("endedAt");
    private static readonly JsonEncodedText s_createdAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText s_contact = JsonEncodedText.Encode("contact");
    private static readonly JsonEncodedText s_firstName = JsonEncodedText.Encode("firstName");
    private static readonly JsonEncodedText s_lastName = JsonEncodedText.Encode("lastName");
    private static readonly JsonEncodedText s_isUnknown = JsonEncodedText.Encode("isUnknown");
    private static readonly JsonEncodedText s_phoneNumber = JsonEncodedText.Encode("phoneNumber");
    private static readonly JsonEncodedText s_value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText s_caller = JsonEncodedText.Encode("caller");
    private static readonly JsonEncodedText s_callerPhoneNumber = JsonEncodedText.Encode("callerPhoneNumber");
    private static readonly JsonEncodedText s_phoneNumberId = JsonEncodedText.Encode("phoneNumberId");
    private static readonly JsonEncodedText s_userProviderSid = JsonEncodedText.Encode("userProviderSid");
    private static readonly JsonEncodedText s_adminProviderSid = JsonEncodedText.Encode("adminProviderSid");
    private static readonly JsonEncodedText s_providerConferenceId = JsonEncodedText.Encode("providerConferenceId");
    private static readonly JsonEncodedText s_transferred = JsonEncodedText.Encode("transferred");
    private static readonly JsonEncodedText s_updatedAt = JsonEncodedText.Encode("updatedAt");
    private static readonly JsonEncodedText s_sequenceRunId = JsonEncodedText.Encode("sequenceRunId");
    private static readonly JsonEncodedText s_sequenceId = JsonEncodedText.Encode("sequenceId");
    private static readonly JsonEncodedText s_syncedWithCrmDate = JsonEncodedText.Encode("syncedWithCrmDate");
    private static readonly JsonEncodedText s_deletedAt = JsonEncodedText.Encode("deletedAt");
    private static readonly JsonEncodedText s_organizationId = JsonEncodedText.Encode("organizationId");
    private static readonly JsonEncodedText s_organizationMembershipId = JsonEncodedText.Encode("organizationMembershipId");
    private static readonly JsonEncodedText s_managedPhoneNumberId = JsonEncodedText.Encode("managedPhoneNumberId");
    private static readonly JsonEncodedText s_notes = JsonEncodedText.Encode("notes");

    // The last one is no field of this shape: what was planted there belongs to the call inside the contact.
    private static readonly JsonEncodedText[] s_notExtra =
    {
        s_id, s_callType, s_status, s_type, s_startedAt, s_endedAt, s_createdAt, s_contact, s_phoneNumber, s_caller,
        s_callerPhoneNumber, s_phoneNumberId, s_userProviderSid, s_adminProviderSid, s_providerConferenceId, s_transferred,
        s_updatedAt, s_sequenceRunId, s_sequenceId, s_syncedWithCrmDate, s_deletedAt, s_organizationId,
        s_organizationMembershipId, s_managedPhoneNumberId, s_notes, JsonEncodedText.Encode("durationSeconds"),
    };

    public static void Write(Utf8JsonWriter writer, PlacedCall placed)
    {
        var (row, call) = placed;
        var phoneNumber = row.Contact.PhoneNumbers.FirstOrDefault();
        var caller = SampleOrganization.CallerOf(call.Id);
        var createdAt = call.CreatedAt ?? call.StartedAt ?? OwnRows.UnknownTime;

        var fields = new JsonFields(writer, call, mayHoldRaw: true);
        fields.Begin();
        fields.Text(s_id, call.Id);
        fields.Text(s_callType, "CALL_SESSION");
        fields.Text(s_status, call.Status?.ToLowerInvariant());
        fields.Text(s_type, "outbound");
        fields.Time(s_startedAt, call.StartedAt);
        fields.Time(s_endedAt, call.EndedAt);
        fields.Time(s_createdAt, createdAt);
        WriteContact(fields, row.Contact);
        WriteNumber(fields, s_phoneNumber, phoneNumber?.Number);
        WriteCaller(fields, caller);
        WriteNumber(fields, s_callerPhoneNumber, SampleOrganization.PhoneNumber);
        fields.Text(s_phoneNumberId, phoneNumber?.Id);
        fields.Text(s_userProviderSid, null);
        fields.Text(s_adminProviderSid, null);
        fields.Text(s_providerConferenceId, null);
        fields.Flag(s_transferred, false);
        fields.Time(s_updatedAt, call.EndedAt ?? call.StartedAt ?? createdAt);
        fields.Text(s_sequenceRunId, null);
        fields.Text(s_sequenceId, row.SequenceId);
        fields.Time(s_syncedWithCrmDate, null);
        fields.Time(s_deletedAt, null);
        fields.Text(s_organizationId, SampleOrganization.Id);
        fields.Text(s_organizationMembershipId, caller.OrganizationMembershipId);
        fields.Text(s_managedPhoneNumberId, null);
        fields.Text(s_notes, null);
        fields.End(s_notExtra);
    }

    private static void WriteContact(JsonFields fields, Contact contact)
    {
        if (fields.IsReplaced(s_contact))
        {
            return;
        }

        fields.Writer.WriteStartObject(s_contact);
        fields.Writer.WriteString(s_id, contact.Id);
        fields.Writer.WriteString(s_firstName, contact.FirstName ?? "");
        fields.Writer.WriteString(s_lastName, contact.LastName ?? "");
        fields.Writer.WriteBoolean(s_isUnknown, false);
        fields.Writer.WriteEndObject();
    }

    private static void WriteCaller(JsonFields fields, SampleUser caller)
    {
        if (fields.IsReplaced(s_caller))
        {
            return;
        }

        fields.Writer.WriteStartObject(s_caller);
        fields.Writer.WriteString(s_firstName, caller.FirstName);
        fields.Writer.WriteString(s_lastName, caller.LastName);
        fields.Writer.WriteEndObject();
    }

    private static void WriteNumber(JsonFields fields, JsonEncodedText name, string? number)
    {
        if (fields.IsReplaced(name))
        {
            return;
        }

        if (number is null)
        {
            fields.Writer.WriteNull(name);
            return;
        }

        fields.Writer.WriteStartObject(name);
        fields.Writer.WriteString(s_value, number);
        fields.Writer.WriteEndObject();
    }
}
