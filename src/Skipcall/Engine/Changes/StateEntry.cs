namespace Skipcall.Engine.Changes;

/// <summary>What the state file has of a record at one time. No names, numbers or addresses.</summary>
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

    /// <summary>Whether the record left the list.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether nothing was known of the record before.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether it is confirmed though it has a previous one: the record is gone, and a consumer may remember either.</summary>
    public bool IsSettled { get; init; }

    /// <summary>Where the content is that a consumer may hold instead of this one; 0 if there is none.</summary>
    public int Previous { get; init; }

    /// <summary>When it was emitted, in ticks; 0 in a confirmed entry.</summary>
    public long ObservedBefore { get; init; }

    /// <summary>When it was last seen, in ticks, if the last confirmed run did not see it; else 0.</summary>
    public long UnseenSince { get; init; }

    public ulong Content => ContactHash.ContentOf(Status, Tags, Person, Calls);

    public static StateEntry Of(SequenceContact record, in ContactHash hash) => new()
    {
        Id = record.Id,
        ContactId = record.Contact.Id,
        Status = record.Status,
        Tags = record.Tags.Select(tag => tag.Label).Distinct(StringComparer.Ordinal).ToArray(),
        Person = hash.Person,
        Calls = hash.Calls,
        CallIds = record.Calls.Select(ContactHash.IdOf).Distinct().ToArray(),
    };

    public static StateEntry Read(StateReader reader)
    {
        var flags = (Flags)reader.ReadByte();
        return new StateEntry
        {
            IsGone = (flags & Flags.Gone) != 0,
            IsFirst = (flags & Flags.First) != 0,
            IsSettled = (flags & Flags.Settled) != 0,
            Previous = (flags & Flags.Previous) != 0 ? reader.ReadInt32() : 0,
            ObservedBefore = (flags & Flags.Observed) != 0 ? reader.ReadInt64() : 0,
            UnseenSince = (flags & Flags.Unseen) != 0 ? reader.ReadInt64() : 0,
            Id = reader.Id(),
            ContactId = reader.Id(),
            Status = reader.Word(),
            Tags = ReadAll(reader, static reader => reader.Word() ?? ""),
            Person = reader.ReadUInt64(),
            Calls = reader.ReadUInt64(),
            CallIds = ReadAll(reader, static reader => reader.ReadUInt32()),
        };
    }

    public void Write(StateWriter writer)
    {
        writer.Write((byte)(
            (IsGone ? Flags.Gone : 0) | (IsFirst ? Flags.First : 0) | (IsSettled ? Flags.Settled : 0) | (Previous != 0 ? Flags.Previous : 0)
            | (ObservedBefore != 0 ? Flags.Observed : 0) | (UnseenSince != 0 ? Flags.Unseen : 0)));
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
        writer.Word(Status);
        writer.Number(Tags.Count);
        foreach (var tag in Tags)
        {
            writer.Word(tag);
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

    [Flags]
    private enum Flags
    {
        Gone = 1,
        First = 2,
        Previous = 4,
        Observed = 8,
        Unseen = 16,
        Settled = 32,
    }
}
