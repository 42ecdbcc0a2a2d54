namespace Skipcall.Sandboxing;

/// <summary>Writes JSON as the service does, with the fields in the order of the specification.</summary>
internal static class SandboxJson
{
    // Slightly more than a sample row, so the buffer rarely grows. A page of 100 stays off the large object heap.
    private const int BytesPerItem = 800;

    private static readonly FieldName s_id = "id";
    private static readonly FieldName s_status = "status";
    private static readonly FieldName s_contact = "contact";
    private static readonly FieldName s_tags = "tags";
    private static readonly FieldName s_calls = "calls";
    private static readonly FieldName s_createdAt = "createdAt";
    private static readonly FieldName s_firstName = "firstName";
    private static readonly FieldName s_lastName = "lastName";
    private static readonly FieldName s_email = "email";
    private static readonly FieldName s_company = "company";
    private static readonly FieldName s_phoneNumbers = "phoneNumbers";
    private static readonly FieldName s_number = "number";
    private static readonly FieldName s_label = "label";
    private static readonly FieldName s_isSuccessTag = "isSuccessTag";
    private static readonly FieldName s_startedAt = "startedAt";
    private static readonly FieldName s_endedAt = "endedAt";
    private static readonly FieldName s_durationSeconds = "durationSeconds";

    /// <summary>The default creation time of contacts and calls.</summary>
    private static readonly DateTimeOffset s_unknownTime = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A page of any list (spec: <c>PaginatedSequenceContactsDto</c>).</summary>
    public static ArraySegment<byte> Page<T>(PageRequest page, Slice<T> slice, Action<JsonFields, T> write) => Object(
        json =>
        {
            json.List("data", slice.Items, write);
            json.Number("total", slice.Total);
            json.Number("page", page.Number);
            json.Number("limit", page.Limit);
            json.Number("totalPages", (slice.Total + (long)page.Limit - 1) / page.Limit);
        },
        (slice.Items.Count + 1) * BytesPerItem);

    public static ArraySegment<byte> Object(Action<JsonFields> write, int capacity = 0)
    {
        using var buffer = new MemoryStream(capacity);
        JsonFields.Write(buffer, write, static (json, write) => write(json));
        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>A contact of a sequence (spec: <c>SequenceContactDto</c>).</summary>
    public static void Row(JsonFields json, SequenceContact row)
    {
        json.AddRaw(row);
        json.Text(s_id, row.Id);
        json.Text(s_status, row.Status);
        json.Object(s_contact, row.Contact, Person);
        json.List(s_tags, row.Tags, Tag);
        json.List(s_calls, row.Calls, Call);
        json.Time(s_createdAt, row.CreatedAtAsSent ?? s_unknownTime);
    }

    /// <summary>
    /// A call as in <c>GET /v1/calls/{id}</c>. Only id, callType, status and type are documented. Everything else is inferred from one
    /// example: the other fields, which of them can be null, and every status except "completed".
    /// </summary>
    public static void PlacedCall(JsonFields json, PlacedCall placed)
    {
        var (row, call) = placed;
        var phoneNumber = row.Contact.PhoneNumbers.FirstOrDefault();
        var caller = SampleOrganization.CallerOf(call.Id);

        // An additional durationSeconds belongs to the call inside the contact.
        json.AddRaw(call, except: "durationSeconds");
        json.Text(s_id, call.Id);
        json.Text("callType", "CALL_SESSION");
        json.Text(s_status, call.Status?.ToLowerInvariant());
        json.Text("type", "outbound");
        json.Time(s_startedAt, call.StartedAtAsSent);
        json.Time(s_endedAt, call.EndedAtAsSent);
        json.Time(s_createdAt, CreatedAt(call));
        json.Object(s_contact, row.Contact, CalledPerson);
        json.Object("phoneNumber", phoneNumber, static (json, phoneNumber) => json.Text("value", phoneNumber.Number));
        json.Object("caller", caller, Caller);
        json.Object("callerPhoneNumber", SampleOrganization.PhoneNumber, static (json, number) => json.Text("value", number));
        json.Text("phoneNumberId", phoneNumber?.Id);
        json.Text("userProviderSid", null);
        json.Text("adminProviderSid", null);
        json.Text("providerConferenceId", null);
        json.Flag("transferred", false);
        json.Time("updatedAt", call.EndedAtAsSent ?? call.StartedAtAsSent ?? CreatedAt(call));
        json.Text("sequenceRunId", null);
        json.Text("sequenceId", row.SequenceId);
        json.Text("syncedWithCrmDate", null);
        json.Text("deletedAt", null);
        json.Text("organizationId", SampleOrganization.Id);
        json.Text("organizationMembershipId", caller.OrganizationMembershipId);
        json.Text("managedPhoneNumberId", null);
        json.Text("notes", null);
    }

    // The specification requires both names.
    private static void Person(JsonFields json, Contact contact)
    {
        json.AddRaw(contact);
        json.Text(s_id, contact.Id);
        json.Text(s_firstName, contact.FirstName ?? "");
        json.Text(s_lastName, contact.LastName ?? "");
        json.Text(s_email, contact.Email);
        json.Text(s_company, contact.Company);
        json.List(s_phoneNumbers, contact.PhoneNumbers, PhoneNumber);
    }

    private static void PhoneNumber(JsonFields json, PhoneNumber phoneNumber)
    {
        json.AddRaw(phoneNumber);
        json.Text(s_id, phoneNumber.Id);
        json.Text(s_number, phoneNumber.Number);
    }

    private static void Tag(JsonFields json, Tag tag)
    {
        json.AddRaw(tag);
        json.Text(s_id, tag.Id);
        json.Text(s_label, tag.Label);
        json.Flag(s_isSuccessTag, tag.IsSuccessTag);
    }

    private static void Call(JsonFields json, Call call)
    {
        json.AddRaw(call);
        json.Text(s_id, call.Id);
        json.Text(s_status, call.Status);
        json.Time(s_startedAt, call.StartedAtAsSent);
        json.Time(s_endedAt, call.EndedAtAsSent);
        json.Number(s_durationSeconds, call.DurationSeconds);
        json.Time(s_createdAt, CreatedAt(call));
    }

    private static void CalledPerson(JsonFields json, Contact contact)
    {
        json.Text(s_id, contact.Id);
        json.Text(s_firstName, contact.FirstName ?? "");
        json.Text(s_lastName, contact.LastName ?? "");
        json.Flag("isUnknown", false);
    }

    private static void Caller(JsonFields json, SampleUser caller)
    {
        json.Text(s_firstName, caller.FirstName);
        json.Text(s_lastName, caller.LastName);
    }

    private static DateTimeOffset CreatedAt(Call call) => call.CreatedAtAsSent ?? call.StartedAtAsSent ?? s_unknownTime;
}
