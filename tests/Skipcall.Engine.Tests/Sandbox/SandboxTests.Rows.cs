using System.Text.Json;
using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxTests
{
    [Fact]
    public void Sample_rows_have_every_status_and_field_of_the_specification()
    {
        var rows = SandboxSequences.Sample()["demo"].Page(null, null, new PageRequest(1, 250)).Items;

        Assert.Equal(
            Enum.GetNames<SequenceContactStatus>().Append(null).Order(StringComparer.Ordinal),
            rows.Select(row => row.Status).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(
            s_callStatuses.Order(StringComparer.Ordinal),
            rows.SelectMany(row => row.Calls).Select(call => call.Status!).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(7, rows.SelectMany(row => row.Tags).Select(tag => tag.Label).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(row.Status == "MISSING_NUMBER", row.Contact.PhoneNumbers.Count == 0));
        Assert.Contains(rows, row => row.Contact.PhoneNumbers.Count == 2);
        Assert.Contains(rows, row => row.Email is null);
        Assert.Contains(rows, row => row.Company is null);
        Assert.Contains(rows, row => row.Company?.Contains('"', StringComparison.Ordinal) == true);
        Assert.All(rows, row => Assert.Equal(2025, row.CreatedAt!.Value.Year));
        var ids = rows.Select(row => row.Id)
            .Concat(rows.Select(row => row.Contact.Id))
            .Concat(rows.SelectMany(row => row.Calls).Select(call => call.Id))
            .Concat(rows.SelectMany(row => row.Contact.PhoneNumbers).Select(number => number.Id))
            .ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(Guid.Parse(id).ToString("D"), id));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(5000)]
    public void Sample_data_end_on_the_day_they_are_made_for(int count)
    {
        var day = new DateTime(2026, 11, 25);
        var rows = SandboxSequences.Sample(count, day)["demo"].Page(null, null, new PageRequest(1, count)).Items;
        var pinned = SandboxSequences.Sample(count)["demo"].Page(null, null, new PageRequest(1, count)).Items;

        var times = rows.Select(row => row.CreatedAt!.Value).Concat(rows.SelectMany(row => row.Calls).Select(call => call.EndedAt ?? call.CreatedAt!.Value)).ToList();
        Assert.Equal(day, times.Max().UtcDateTime.Date);
        Assert.Contains(rows.SelectMany(row => row.Calls), call => call.StartedAt?.UtcDateTime.Date == day.AddDays(-1));
        Assert.Equal(pinned.Select(row => row.Id), rows.Select(row => row.Id));
        Assert.All(rows.Zip(pinned), pair => Assert.Equal(day - SampleData.DefaultLastDay, pair.First.CreatedAt - pair.Second.CreatedAt));
    }

    // A scan earlier in the day would count rows from the future as new.
    [Fact]
    public void Sample_data_of_a_day_that_has_not_ended_are_not_in_the_future()
    {
        var day = new DateTime(2026, 11, 25);
        var pinned = new SandboxSequence("g", 2000, day).Page(null, null, new PageRequest(1, 2000)).Items;
        for (var now = day.AddMinutes(1); now < day.AddDays(1); now = now.AddHours(1))
        {
            var rows = new SandboxSequence("g", 2000, now).Page(null, null, new PageRequest(1, 2000)).Items;

            var times = rows.Select(row => row.CreatedAt).Concat(rows.SelectMany(row => row.Calls).Select(call => call.EndedAt ?? call.StartedAt ?? call.CreatedAt));
            Assert.InRange(times.Max()!.Value.UtcDateTime, day.AddDays(-1), now);
            Assert.All(rows.Zip(pinned), pair => Assert.Contains(pair.Second.CreatedAt - pair.First.CreatedAt, new TimeSpan?[] { TimeSpan.Zero, TimeSpan.FromDays(1) }));
        }
    }

    [Fact]
    public void Sample_calls_are_sensible()
    {
        var rows = new SandboxSequence("g", 2000).Page(null, null, new PageRequest(1, 2000)).Items;

        Assert.All(rows.SelectMany(row => row.Calls.Select(call => (row, call))), pair =>
        {
            Assert.True(pair.call.CreatedAt > pair.row.CreatedAt);
            Assert.Equal(pair.call.EndedAt is null, pair.call.DurationSeconds is null);
            Assert.Equal(pair.call.EndedAt - pair.call.StartedAt, pair.call.Duration);
        });
    }

    [Fact]
    public void Sample_numbers_and_addresses_are_reserved_ones()
    {
        var rows = new SandboxSequence("g", 2000).Page(null, null, new PageRequest(1, 2000)).Items;

        Assert.All(rows.SelectMany(row => row.Contact.PhoneNumbers), number =>
            Assert.Matches(@"^(\+3319900\d{4}|\+3363998\d{4}|\+447700900\d{3}|\+120255501\d{2})$", number.Number));
        Assert.All(rows.Where(row => row.Email is not null), row =>
            Assert.Matches(@"^[a-z.-]+\d+@example\.(com|org|net)$", row.Email!));
    }

    [Fact]
    public async Task Computed_rows_are_the_same_in_every_sandbox_and_on_every_page_size()
    {
        const string Path = "v1/sequences/large/contacts?limit=100&page=7";

        using var first = await Send(Make(), Path);
        using var second = await Send(Make(), Path);
        using var small = await Page(Make(), "v1/sequences/large/contacts?limit=1&page=601");

        var text = await Text(first);
        Assert.Equal(text, await Text(second));
        using var page = JsonDocument.Parse(text);
        Assert.Equal(Ids(page)[0], Ids(small)[0]);

        // Pinned: users write tests against these rows.
        Assert.Equal("67c1384a-284d-40aa-b80b-a9df79dd5301", SandboxSequences.Sample()["demo"].Page(null, null, new PageRequest(1, 1)).Items[0].Id);
    }

    [Fact]
    public async Task A_row_is_JSON_as_specified()
    {
        var row = Row("1", "CONNECTED");
        row.CreatedAt = new DateTimeOffset(2024, 1, 15, 11, 30, 0, TimeSpan.FromHours(1));
        row.Contact = new Contact { Id = "c", FirstName = "Zoé", LastName = "O'Connor & \"fils\"", PhoneNumbers = new() { new PhoneNumber("+33639980000") { Id = "p" } } };
        row.Tags.Add(new Tag("hot-lead") { Id = "t", IsSuccessTag = true });
        row.Calls.Add(new Call { Id = "k", Status = "COMPLETED", StartedAt = row.CreatedAt, EndedAt = row.CreatedAt.Value.AddSeconds(150), DurationSeconds = 150 });

        var text = await OwnPage(row);

        Assert.Equal(
            """{"data":[{"id":"1","status":"CONNECTED","contact":{"id":"c","firstName":"Zoé","lastName":"O'Connor & \"fils\"","email":null,"company":null,"phoneNumbers":[{"id":"p","number":"+33639980000"}]},"tags":[{"id":"t","label":"hot-lead","isSuccessTag":true}],"calls":[{"id":"k","status":"COMPLETED","startedAt":"2024-01-15T10:30:00.000Z","endedAt":"2024-01-15T10:32:30.000Z","durationSeconds":150,"createdAt":"2024-01-15T10:30:00.000Z"}],"createdAt":"2024-01-15T10:30:00.000Z"}],"total":1,"page":1,"limit":50,"totalPages":1}""",
            text);
    }

    [Fact]
    public async Task Missing_ids_and_times_are_added_to_a_copy_of_the_contact()
    {
        var row = new SequenceContact { Tags = new() { new Tag("vip") }, Calls = new() { new Call { Status = "BUSY" } } };
        row.Contact.PhoneNumbers.Add(new PhoneNumber("+1"));

        using var page = JsonDocument.Parse(await OwnPage(row));

        var sent = page.RootElement.GetProperty("data")[0];
        Assert.Equal("2025-01-01T00:00:00.000Z", sent.GetProperty("createdAt").GetString());
        Assert.Equal(JsonValueKind.Null, sent.GetProperty("status").ValueKind);
        Assert.Equal("", sent.GetProperty("contact").GetProperty("firstName").GetString());
        foreach (var item in new[]
        {
            sent, sent.GetProperty("contact"), sent.GetProperty("tags")[0], sent.GetProperty("calls")[0],
            sent.GetProperty("contact").GetProperty("phoneNumbers")[0],
        })
        {
            Assert.True(Guid.TryParse(item.GetProperty("id").GetString(), out _));
        }

        Assert.Equal("", row.Id);
        Assert.Equal("", row.Tags[0].Id);
    }

    [Fact]
    public async Task Additional_properties_are_added_to_the_documented_fields_or_replace_them()
    {
        var row = Row("1", "CONNECTED", "vip");
        row.AdditionalProperties["score"] = "[1,{}]";
        row.AdditionalProperties["createdAt"] = "\"soon\"";
        row.Contact.AdditionalProperties["email"] = """{"value":"x"}""";
        row.Contact.AdditionalProperties["phoneNumbers"] = "null";
        row.Tags[0].AdditionalProperties["colour"] = "\"red\"";

        var text = await OwnPage(row);

        Assert.Contains("""  "createdAt":"soon","score":[1,{}]}""".Trim(), text, StringComparison.Ordinal);
        Assert.Contains("""  "email":{"value":"x"},"company":null,"phoneNumbers":null}""".Trim(), text, StringComparison.Ordinal);
        Assert.Contains("""  "isSuccessTag":false,"colour":"red"}""".Trim(), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_contacts_go_to_the_sequence_they_name_and_invalid_JSON_is_refused()
    {
        var elsewhere = Row("2", null);
        elsewhere.SequenceId = "other";

        var sequences = SandboxSequences.Own(new[] { Row("1", null), elsewhere, Row("3", null) }, "mine");

        Assert.Equal(new[] { "mine", "other" }, sequences.Keys);
        Assert.Equal(2, sequences["mine"].Count);
        Assert.Equal(0, SandboxSequences.Own(Array.Empty<SequenceContact>(), "mine")["mine"].Count);

        elsewhere.AdditionalProperties["x"] = "no json";
        Assert.Throws<ArgumentException>(() => SandboxSequences.Own(new[] { elsewhere }, "mine"));
        Assert.Throws<ArgumentException>(() => SandboxSequences.Own(new SequenceContact[] { null! }, "mine"));
    }
}
