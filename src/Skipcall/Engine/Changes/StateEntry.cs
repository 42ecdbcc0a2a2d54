namespace Skipcall.Engine.Changes;

/// <summary>An entry of the state file: the content of a record at one time, without names, numbers and addresses.</summary>
internal sealed record StateEntry
{
    public string Id { get; init; } = "";

    public string ContactId { get; init; } = "";

    public string? Status { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = Array.Empty<string>();

    public ulong Person { get; init; }

    public ulong Calls { get; init; }

    /// <summary>Short hashes of the calls' ids.</summary>
    public IReadOnlyList<uint> CallIds { get; init; } = Array.Empty<uint>();

    public bool IsGone { get; init; }

    public bool IsFirst { get; init; }

    /// <summary>Whether a removal is confirmed but keeps its previous entries, because a consumer may remember any of them.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Offset of the previous entry, which a consumer may have stored instead; 0 if there is none.</summary>
    public int Previous { get; init; }

    /// <summary>When the entry was emitted, in ticks; 0 if it is confirmed.</summary>
    public long ObservedBefore { get; init; }

    /// <summary>When the record was last seen, in ticks, if the last confirmed run did not see it; otherwise 0.</summary>
    public long UnseenSince { get; init; }

    public ulong Content { get; init; }

    public static StateEntry Of(SequenceContact record, in ContactHash hash) => new()
    {
        Id = record.Id,
        ContactId = record.Contact.Id,
        Status = record.Status,
        Tags = record.Tags.Select(tag => tag.Label).Distinct(StringComparer.Ordinal).ToArray(),
        Person = hash.Person,
        Calls = hash.Calls,
        CallIds = record.Calls.Select(ContactHash.IdOf).Distinct().ToArray(),
        Content = hash.Content,
    };

    /// <summary>Reads what follows a head.</summary>
    public static StateEntry Read(in StateEntryHead head, StateReader reader) => new()
    {
        Content = head.Content,
        IsGone = head.Has(StateFlags.Gone),
        IsFirst = head.Has(StateFlags.First),
        IsSettled = head.Has(StateFlags.Settled),
        Previous = head.Has(StateFlags.Previous) ? reader.ReadInt32() : 0,
        ObservedBefore = head.Has(StateFlags.Observed) ? reader.ReadInt64() : 0,
        UnseenSince = head.Has(StateFlags.Unseen) ? reader.ReadInt64() : 0,
        Id = reader.Id(),
        ContactId = reader.Id(),
        Status = head.Has(StateFlags.Status) ? reader.ReadString() : null,
        Tags = ReadAll(reader, static reader => reader.ReadString()),
        Person = reader.ReadUInt64(),
        Calls = reader.ReadUInt64(),
        CallIds = ReadAll(reader, static reader => reader.ReadUInt32()),
    };

    public void Write(StateWriter writer)
    {
        var flags = (IsGone ? StateFlags.Gone : 0) | (IsFirst ? StateFlags.First : 0) | (IsSettled ? StateFlags.Settled : 0)
            | (Previous != 0 ? StateFlags.Previous : 0) | (ObservedBefore != 0 ? StateFlags.Observed : 0)
            | (UnseenSince != 0 ? StateFlags.Unseen : 0) | (Status is not null ? StateFlags.Status : 0);
        var head = new StateEntryHead(flags, RecordTable.KeyOf(Id), Content, 0);
        var start = writer.Length;
        head.Write(writer);
        WriteRest(writer);

        // Written again, now that the length is known.
        var end = writer.Length;
        writer.Seek(start, SeekOrigin.Begin);
        (head with { RestLength = end - start - StateEntryHead.Length }).Write(writer);
        writer.Seek(end, SeekOrigin.Begin);
    }

    private void WriteRest(StateWriter writer)
    {
        if (Previous != 0)
        {
            writer.Write(Previous);
        }

        if (ObservedBefore != 0)
        {
            writer.Write(ObservedBefore);
        }

        if (UnseenSince != 0)
        {
            writer.Write(UnseenSince);
        }

        writer.Id(Id);
        writer.Id(ContactId);
        if (Status is not null)
        {
            writer.Write(Status);
        }

        writer.Number(Tags.Count);
        foreach (var tag in Tags)
        {
            writer.Write(tag);
        }

        writer.Write(Person);
        writer.Write(Calls);
        writer.Number(CallIds.Count);
        foreach (var id in CallIds)
        {
            writer.Write(id);
        }
    }

    private static T[] ReadAll<T>(StateReader reader, Func<StateReader, T> read)
    {
        var items = new T[reader.Count()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(reader);
        }

        return items;
    }
}
