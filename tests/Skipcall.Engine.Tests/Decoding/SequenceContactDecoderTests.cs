using System.Text;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Tests.Decoding;

public sealed partial class SequenceContactDecoderTests
{
    private static readonly DateTimeOffset s_date = new(2024, 1, 15, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Reads_a_record_as_specified()
    {
        var page = Decode(SamplePage.Json);

        Assert.Equal((100, 1, 10), (page.Total, page.Number, page.Limit));
        Assert.Empty(page.Unreadable);
        var record = page.Items[0];
        Assert.Equal("123e4567-e89b-12d3-a456-426614174000", record.Id);
        Assert.Equal("the-sequence", record.SequenceId);
        Assert.Equal("CONNECTED", record.Status);
        Assert.Equal(s_date, record.CreatedAt);
        Assert.Equal(("Zoé", "Doe", "zoé@example.com", "Acme \"Corp\""), (record.FirstName, record.LastName, record.Email, record.Company));
        Assert.Equal("c1", record.Contact.Id);
        Assert.Equal(("p1", "+33612345678"), (record.Contact.PhoneNumbers[0].Id, record.PhoneNumber));
        Assert.Equal(("t1", "hot-lead", true), (record.Tags[0].Id, record.Tags[0].Label, record.Tags[0].IsSuccessTag));
        Assert.False(record.Tags[1].IsSuccessTag);
        var call = record.Calls[0];
        Assert.Equal(("k1", "COMPLETED", 150), (call.Id, call.Status, call.DurationSeconds));
        Assert.Equal((s_date, s_date.AddSeconds(150), s_date), (call.StartedAt, call.EndedAt, call.CreatedAt));
        Assert.Equal(TimeSpan.FromSeconds(150), call.Duration);
        Assert.All(AllObjects(record), part => Assert.Empty(part.AdditionalProperties));
    }

    [Fact]
    public void Absent_and_null_are_equal_and_lists_are_never_null()
    {
        var absent = One("""{"id":"1"}""");
        var nulls = One("""{"id":"1","status":null,"contact":null,"tags":null,"calls":null,"createdAt":null}""");
        var inner = One("""{"id":"1","contact":{"id":null,"firstName":null,"lastName":null,"email":null,"company":null,"phoneNumbers":null}}""");

        foreach (var record in new[] { absent, nulls, inner })
        {
            Assert.Null(record.Status);
            Assert.Null(record.CreatedAt);
            Assert.Null(record.Email);
            Assert.Null(record.FirstName);
            Assert.Empty(record.Tags);
            Assert.Empty(record.Calls);
            Assert.Empty(record.Contact.PhoneNumbers);
            Assert.Equal("", record.Contact.Id);
            Assert.All(AllObjects(record), part => Assert.Empty(part.AdditionalProperties));
        }
    }

    [Fact]
    public void Call_that_did_not_take_place_has_nulls()
    {
        var call = One("""{"id":"1","calls":[{"id":"k","status":"NOT_INITIATED","startedAt":null,"endedAt":null,"durationSeconds":null,"createdAt":null}]}""").Calls[0];

        Assert.Null(call.StartedAt);
        Assert.Null(call.EndedAt);
        Assert.Null(call.DurationSeconds);
        Assert.Null(call.Duration);
        Assert.Empty(call.AdditionalProperties);
    }

    [Theory]
    [InlineData("\"a@b.c\"", "a@b.c", null)]
    [InlineData("\"\"", "", null)]
    [InlineData("42", "42", null)]
    [InlineData("-1.50e3", "-1.50e3", null)]
    [InlineData("{\"address\": \"a@b.c\"}", null, "{\"address\": \"a@b.c\"}")]
    [InlineData("[1, [2]]", null, "[1, [2]]")]
    [InlineData("true", null, "true")]
    [InlineData("{}", null, "{}")]
    public void Nullable_scalar_is_text_or_number_or_kept_raw(string json, string? expected, string? kept)
    {
        var contact = One($$$"""{"id":"1","contact":{"id":"c","email":{{{json}}},"company":{{{json}}},"firstName":"after"}}""").Contact;

        Assert.Equal(expected, contact.Email);
        Assert.Equal(expected, contact.Company);
        Assert.Equal("after", contact.FirstName);
        Assert.Equal(kept, contact.AdditionalProperties.GetValueOrDefault("email"));
        Assert.Equal(kept, contact.AdditionalProperties.GetValueOrDefault("company"));
    }

    [Theory]
    [InlineData("150", 150.0, null)]
    [InlineData("150.5", 150.5, null)]
    [InlineData("1.5e2", 150.0, null)]
    [InlineData("\"150\"", 150.0, null)]
    [InlineData("-1", -1.0, null)]
    [InlineData("\"2 minutes\"", null, "\"2 minutes\"")]
    [InlineData("\"NaN\"", null, "\"NaN\"")]
    [InlineData("1e999", null, "1e999")]
    [InlineData("{\"seconds\":1}", null, "{\"seconds\":1}")]
    [InlineData("false", null, "false")]
    public void Duration_is_a_number_or_numeric_text(string json, double? expected, string? kept)
    {
        var call = One($$$"""{"id":"1","calls":[{"id":"k","durationSeconds":{{{json}}},"status":"after"}]}""").Calls[0];

        Assert.Equal(expected, call.DurationSeconds);
        Assert.Equal("after", call.Status);
        Assert.Equal(kept, call.AdditionalProperties.GetValueOrDefault("durationSeconds"));
    }

    [Fact]
    public void Unreadable_value_is_kept_raw_under_its_name()
    {
        var record = One("""
            {"id":"1","status":{},"createdAt":{},
             "contact":{"id":{},"firstName":{},"lastName":{},"email":{},"company":{},"phoneNumbers":[{"id":{},"number":{}}]},
             "tags":[{"id":{},"label":{},"isSuccessTag":{}}],
             "calls":[{"id":{},"status":{},"startedAt":{},"endedAt":{},"durationSeconds":{},"createdAt":{}}]}
            """);

        AssertKept(record, "status", "createdAt");
        AssertKept(record.Contact, "id", "firstName", "lastName", "email", "company");
        AssertKept(record.Contact.PhoneNumbers[0], "id", "number");
        AssertKept(record.Tags[0], "id", "label", "isSuccessTag");
        AssertKept(record.Calls[0], "id", "status", "startedAt", "endedAt", "durationSeconds", "createdAt");

        static void AssertKept(SkipcallObject part, params string[] names)
        {
            Assert.Equal(names.Order(StringComparer.Ordinal), part.AdditionalProperties.Keys.Order(StringComparer.Ordinal));
            Assert.All(part.AdditionalProperties.Values, json => Assert.Equal("{}", json));
        }
    }

    [Fact]
    public void Duration_beyond_TimeSpan_is_still_a_number()
    {
        var call = One("""{"id":"1","calls":[{"id":"k","durationSeconds":1e300}]}""").Calls[0];

        Assert.Equal(1e300, call.DurationSeconds);
        Assert.Null(call.Duration);
    }

    [Fact]
    public void Unknown_status_is_passed_through()
    {
        var record = One("""{"id":"1","status":"CALL_BACK_LATER","calls":[{"id":"k","status":"TELEPATHY"}]}""");

        Assert.Equal("CALL_BACK_LATER", record.Status);
        Assert.Equal("TELEPATHY", record.Calls[0].Status);
    }

    [Theory]
    [InlineData("true", true, null)]
    [InlineData("false", false, null)]
    [InlineData("null", false, null)]
    [InlineData("\"true\"", false, "\"true\"")]
    [InlineData("1", false, "1")]
    public void Invalid_flag_is_false_and_kept_raw(string json, bool expected, string? kept)
    {
        var tag = One($$$"""{"id":"1","tags":[{"id":"t","isSuccessTag":{{{json}}},"label":"after"}]}""").Tags[0];

        Assert.Equal(expected, tag.IsSuccessTag);
        Assert.Equal("after", tag.Label);
        Assert.Equal(kept, tag.AdditionalProperties.GetValueOrDefault("isSuccessTag"));
    }

    [Theory]
    [InlineData("2024-01-15T10:30:00.000Z", "2024-01-15T10:30:00.0000000+00:00")]
    [InlineData("2024-01-15T10:30:00Z", "2024-01-15T10:30:00.0000000+00:00")]
    [InlineData("2024-01-15T10:30:00.1234567Z", "2024-01-15T10:30:00.1234567+00:00")]
    [InlineData("2024-01-15T12:30:00+02:00", "2024-01-15T10:30:00.0000000+00:00")]
    [InlineData("2024-01-15T10:30:00", "2024-01-15T10:30:00.0000000+00:00")]
    [InlineData("2024-01-15", "2024-01-15T00:00:00.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59", "9999-12-31T23:59:59.0000000+00:00")]
    [InlineData("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.0000000+00:00")]
    [InlineData("2024-01-15T10:30:00\\u005a", "2024-01-15T10:30:00.0000000+00:00")]
    public void Date_without_an_offset_is_utc(string text, string expected)
    {
        var record = One($$"""{"id":"1","createdAt":"{{text}}"}""");

        Assert.Equal(expected, record.CreatedAt?.ToUniversalTime().ToString("o"));
        Assert.Empty(record.AdditionalProperties);
    }

    [Theory]
    [InlineData("\"0001-01-01T00:00:00Z\"")]
    [InlineData("\"0001-01-01T00:00:00\"")]
    [InlineData("\"0001-06-01T00:00:00+02:00\"")]
    [InlineData("\"0000-00-00T00:00:00Z\"")]
    [InlineData("\"yesterday\"")]
    [InlineData("\"15/01/2024\"")]
    [InlineData("\"2024-02-30T00:00:00Z\"")]
    [InlineData("\"9999-12-31T23:59:59-14:00\"")]
    [InlineData("\"\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"2024-01-15T10:30:00\\udc00\"")]
    [InlineData("1705314600")]
    [InlineData("1705314600000")]
    [InlineData("{\"$date\":\"2024-01-15T10:30:00Z\"}")]
    [InlineData("true")]
    public void Unreadable_date_is_null_and_kept_raw(string json)
    {
        var record = One($$$"""{"id":"1","createdAt":{{{json}}},"calls":[{"id":"k","startedAt":{{{json}}},"endedAt":{{{json}}},"createdAt":{{{json}}}}],"status":"after"}""");

        Assert.Null(record.CreatedAt);
        Assert.Equal(json, record.AdditionalProperties["createdAt"]);
        Assert.Equal("after", record.Status);
        var call = record.Calls[0];
        Assert.Null(call.StartedAt);
        Assert.Null(call.EndedAt);
        Assert.Null(call.CreatedAt);
        Assert.Equal(3, call.AdditionalProperties.Count);
    }

    [Fact]
    public void Excerpt_of_an_unreadable_record_is_short_and_redacted()
    {
        var page = Decode($$"""{"data":[{"note":"sk_live_abcdefghijklmnop {{new string('x', 500)}}"}],"total":1}""");

        var shown = page.Unreadable[0].Json;
        Assert.InRange(shown.Length, 1, 201);
        Assert.DoesNotContain("abcdefghijklmnop", shown, StringComparison.Ordinal);
    }

    private static Page<SequenceContact> Decode(string body) => Decode(Encoding.UTF8.GetBytes(body));

    private static SequenceContact One(string record)
    {
        var page = Decode(JsonResponse.PageJson(new[] { record }, 1, 1, 100));
        Assert.Empty(page.Unreadable);
        return page.Items.Single();
    }

    private static void AssertCutShort(byte[] body)
    {
        var failure = Assert.Throws<SkipcallException>(() => Decode(body));
        Assert.True(
            failure is { ErrorId: SkipcallErrorId.InvalidResponse, IsTransient: true } && failure.Message.Contains("cut short", StringComparison.Ordinal),
            $"cut after {body.Length} bytes: {failure.Message}");
    }

    private static SkipcallObject[] AllObjects(SequenceContact record) =>
        new SkipcallObject[] { record, record.Contact }.Concat(record.Contact.PhoneNumbers).Concat(record.Tags).Concat(record.Calls).ToArray();
}
