using System.Text.Json;

namespace Skipcall.Engine.Decoding;

internal sealed class SequenceContactDecoder : PageDecoder<SequenceContact>
{
    private readonly string _sequenceId;
    private readonly SeenValues _seen;
    private readonly ReadItem<Tag> _readTag;

    public SequenceContactDecoder(string sequenceId, SeenValues seen)
    {
        _sequenceId = sequenceId;
        _seen = seen;
        _readTag = ReadTag;
    }

    private delegate T ReadItem<T>(ref JsonCursor cursor);

    protected override SequenceContact? ReadRecord(ref JsonCursor cursor)
    {
        var record = new SequenceContact { SequenceId = _sequenceId };
        while (cursor.NextProperty())
        {
            if (cursor.Is("id"u8))
            {
                record.Id = cursor.Text(record) ?? "";
            }
            else if (cursor.Is("status"u8))
            {
                record.Status = cursor.PooledText(record);
            }
            else if (cursor.Is("contact"u8))
            {
                ReadObject(ref cursor, record, record.Contact);
            }
            else if (cursor.Is("tags"u8))
            {
                ReadList(ref cursor, record, record.Tags, _readTag);
            }
            else if (cursor.Is("calls"u8))
            {
                ReadList(ref cursor, record, record.Calls, ReadCall);
            }
            else if (cursor.Is("createdAt"u8))
            {
                record.CreatedAt = cursor.Time(record);
            }
            else
            {
                cursor.KeepUnknown(record);
            }
        }

        return record.Id.Length > 0 ? record : null;
    }

    /// <summary>Hashes only the ids, which is cheaper than hashing all the JSON.</summary>
    protected override ulong FingerprintOf(Page<SequenceContact> page, ReadOnlySpan<byte> json)
    {
        if (page.Unreadable.Count > 0)
        {
            return Hash.Of(json);
        }

        var hash = default(Hash);
        foreach (var record in page.Items)
        {
            hash.Add(record.Id);
        }

        return hash.Value;
    }

    private static void ReadObject(ref JsonCursor cursor, SequenceContact owner, Contact contact)
    {
        var name = cursor.Name;
        cursor.Next();
        if (cursor.Token == JsonTokenType.StartObject)
        {
            ReadContact(ref cursor, contact);
        }
        else if (cursor.Token != JsonTokenType.Null)
        {
            var mark = cursor.Mark();
            cursor.Skip();
            cursor.KeepFrom(mark, owner, name);
        }
    }

    private static void ReadContact(ref JsonCursor cursor, Contact contact)
    {
        while (cursor.NextProperty())
        {
            if (cursor.Is("id"u8))
            {
                contact.Id = cursor.Text(contact) ?? "";
            }
            else if (cursor.Is("firstName"u8))
            {
                contact.FirstName = cursor.PooledText(contact);
            }
            else if (cursor.Is("lastName"u8))
            {
                contact.LastName = cursor.PooledText(contact);
            }
            else if (cursor.Is("email"u8))
            {
                contact.Email = cursor.Text(contact);
            }
            else if (cursor.Is("company"u8))
            {
                contact.Company = cursor.PooledText(contact);
            }
            else if (cursor.Is("phoneNumbers"u8))
            {
                ReadList(ref cursor, contact, contact.PhoneNumbers, ReadPhoneNumber);
            }
            else
            {
                cursor.KeepUnknown(contact);
            }
        }
    }

    /// <summary>Reads a list of objects. If an element is not an object, the raw JSON of the list is kept too.</summary>
    private static void ReadList<T>(ref JsonCursor cursor, SkipcallObject owner, ItemList<T> list, ReadItem<T> read)
    {
        var name = cursor.Name;
        cursor.Next();
        var mark = cursor.Mark();
        var isOdd = cursor.Token is not (JsonTokenType.StartArray or JsonTokenType.Null);
        if (cursor.Token == JsonTokenType.StartArray)
        {
            while (cursor.NextElement())
            {
                if (cursor.Token == JsonTokenType.StartObject)
                {
                    list.Add(read(ref cursor));
                }
                else
                {
                    isOdd = true;
                    cursor.Skip();
                }
            }
        }
        else
        {
            cursor.Skip();
        }

        if (isOdd)
        {
            cursor.KeepFrom(mark, owner, name);
        }
    }

    private static PhoneNumber ReadPhoneNumber(ref JsonCursor cursor)
    {
        var number = new PhoneNumber();
        while (cursor.NextProperty())
        {
            if (cursor.Is("id"u8))
            {
                number.Id = cursor.Text(number) ?? "";
            }
            else if (cursor.Is("number"u8))
            {
                number.Number = cursor.Text(number) ?? "";
            }
            else
            {
                cursor.KeepUnknown(number);
            }
        }

        return number;
    }

    // Remembers the label here, because this thread has it in its cache. Reading all tags again afterwards takes longer.
    private Tag ReadTag(ref JsonCursor cursor)
    {
        var tag = new Tag();
        while (cursor.NextProperty())
        {
            if (cursor.Is("id"u8))
            {
                tag.Id = cursor.PooledText(tag) ?? "";
            }
            else if (cursor.Is("label"u8))
            {
                tag.Label = cursor.PooledText(tag) ?? "";
            }
            else if (cursor.Is("isSuccessTag"u8))
            {
                tag.IsSuccessTag = cursor.Flag(tag);
            }
            else
            {
                cursor.KeepUnknown(tag);
            }
        }

        _seen.RememberTag(tag.Label);
        return tag;
    }

    private static Call ReadCall(ref JsonCursor cursor)
    {
        var call = new Call();
        while (cursor.NextProperty())
        {
            if (cursor.Is("id"u8))
            {
                call.Id = cursor.Text(call) ?? "";
            }
            else if (cursor.Is("status"u8))
            {
                call.Status = cursor.PooledText(call);
            }
            else if (cursor.Is("startedAt"u8))
            {
                call.StartedAt = cursor.Time(call);
            }
            else if (cursor.Is("endedAt"u8))
            {
                call.EndedAt = cursor.Time(call);
            }
            else if (cursor.Is("durationSeconds"u8))
            {
                call.DurationSeconds = cursor.Number(call);
            }
            else if (cursor.Is("createdAt"u8))
            {
                call.CreatedAt = cursor.Time(call);
            }
            else
            {
                cursor.KeepUnknown(call);
            }
        }

        return call;
    }
}
