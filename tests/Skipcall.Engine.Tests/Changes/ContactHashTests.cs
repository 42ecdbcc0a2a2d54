using Skipcall.Engine.Changes;

namespace Skipcall.Engine.Tests.Changes;

public sealed class ContactHashTests
{
    public static TheoryData<string, Action<SequenceContact>> Changes => new()
    {
        { "status", contact => contact.Status = "RUNNING" },
        { "no status", contact => contact.Status = null },
        { "another tag", contact => contact.Tags.Add(new Tag("vip")) },
        { "a tag less", contact => contact.Tags.RemoveAt(0) },
        { "case of a tag", contact => contact.Tags[0].Label = "Hot-lead" },
        { "contact id", contact => contact.Contact.Id = "c2" },
        { "first name", contact => contact.Contact.FirstName = "Zoe" },
        { "last name", contact => contact.Contact.LastName = null },
        { "email", contact => contact.Contact.Email = "" },
        { "company", contact => contact.Contact.Company = "Another" },
        { "names the other way round", contact => (contact.Contact.FirstName, contact.Contact.LastName) = (contact.Contact.LastName, contact.Contact.FirstName) },
        { "number", contact => contact.PhoneNumbers[0].Number = "+33639980000" },
        { "id of a number", contact => contact.PhoneNumbers[0].Id = "p2" },
        { "unknown field of a number", contact => contact.PhoneNumbers[0].AdditionalProperties["type"] = "mobile" },
        { "another number", contact => contact.PhoneNumbers.Add(new PhoneNumber("+33639980000")) },
        { "unknown field of the contact", contact => contact.Contact.AdditionalProperties["city"] = "Lyon" },
        { "another call", contact => contact.Calls.Add(new Call { Id = "k3" }) },
        { "a call less", contact => contact.Calls.RemoveAt(1) },
        { "id of a call", contact => contact.Calls[0].Id = "k3" },
        { "status of a call", contact => contact.Calls[0].Status = "BUSY" },
        { "start of a call", contact => contact.Calls[0].StartedAt = null },
        { "end of a call", contact => contact.Calls[0].EndedAt = DateTimeOffset.UnixEpoch },
        { "duration of a call", contact => contact.Calls[0].DurationSeconds = 61 },
        { "creation of a call", contact => contact.Calls[0].CreatedAt = null },
        { "unknown field of a call", contact => contact.Calls[0].AdditionalProperties["agent"] = "a1" },
        { "durations of two calls, exchanged", contact => (contact.Calls[0].DurationSeconds, contact.Calls[1].DurationSeconds) = (contact.Calls[1].DurationSeconds, contact.Calls[0].DurationSeconds) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Every_field_counts(string what, Action<SequenceContact> change)
    {
        var (before, after) = (Example(), Example());
        change(after);

        Assert.True(ContactHash.Of(before).Content != ContactHash.Of(after).Content, what);
    }

    [Fact]
    public void The_order_of_lists_does_not()
    {
        var (one, other) = (Example(), Example());
        one.Tags.Add(new Tag("vip"));
        one.PhoneNumbers.Add(new PhoneNumber("+33639980000"));
        other.Tags.Insert(0, new Tag("vip"));
        other.PhoneNumbers.Insert(0, new PhoneNumber("+33639980000"));
        other.Calls.Reverse();
        one.Contact.AdditionalProperties["a"] = "1";
        one.Contact.AdditionalProperties["b"] = "2";
        other.Contact.AdditionalProperties["b"] = "2";
        other.Contact.AdditionalProperties["a"] = "1";

        Assert.Equal(ContactHash.Of(one).Content, ContactHash.Of(other).Content);
    }

    [Fact]
    public void A_tag_that_is_sent_twice_counts_once()
    {
        var twice = Example();
        twice.Tags.Add(new Tag("hot-lead"));

        Assert.Equal(ContactHash.Of(Example()).Content, ContactHash.Of(twice).Content);
    }

    [Fact]
    public void A_call_without_an_id_is_known_by_its_content()
    {
        Assert.Equal(ContactHash.IdOf(new Call { Id = "k1", Status = "BUSY" }), ContactHash.IdOf(new Call { Id = "k1" }));
        Assert.NotEqual(ContactHash.IdOf(new Call { Id = "k1" }), ContactHash.IdOf(new Call { Id = "k2" }));
        Assert.NotEqual(ContactHash.IdOf(new Call { Status = "BUSY" }), ContactHash.IdOf(new Call { Status = "CONNECTED" }));
    }

    private static SequenceContact Example() => new()
    {
        Id = "s1",
        Status = "CONNECTED",
        Tags = new ItemList<Tag>([new Tag("hot-lead")]),
        Contact = new Contact
        {
            Id = "c1",
            FirstName = "Zoé",
            LastName = "Martin",
            Email = "zoe@example.com",
            Company = "Demo",
            PhoneNumbers = new ItemList<PhoneNumber>([new PhoneNumber("+33639981234") { Id = "p1" }]),
        },
        Calls = new ItemList<Call>(
        [
            new Call { Id = "k1", Status = "CONNECTED", StartedAt = DateTimeOffset.UnixEpoch, CreatedAt = DateTimeOffset.UnixEpoch, DurationSeconds = 60 },
            new Call { Id = "k2", Status = "BUSY", DurationSeconds = 5 },
        ]),
    };
}
