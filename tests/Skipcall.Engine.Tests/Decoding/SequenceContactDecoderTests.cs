using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Xunit;

namespace Skipcall.Engine.Tests.Decoding;

/// <summary>Pages as the specification has them, and in every other shape they may come in.</summary>
public sealed class SequenceContactDecoderTests
{
    private static readonly DateTimeOffset s_date = new(2024, 1, 15, 10, 30, 0, TimeSpan.Zero);

    // --- As specified ---

    [Fact]
    public void A_record_as_specified_is_read_whole()
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
    public void Absent_and_null_are_the_same_and_lists_are_never_null()
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
    public void A_call_that_never_was_has_nulls()
    {
        var call = One("""{"id":"1","calls":[{"id":"k","status":"NOT_INITIATED","startedAt":null,"endedAt":null,"durationSeconds":null,"createdAt":null}]}""").Calls[0];

        Assert.Null(call.StartedAt);
        Assert.Null(call.EndedAt);
        Assert.Null(call.DurationSeconds);
        Assert.Null(call.Duration);
        Assert.Empty(call.AdditionalProperties);
    }

    // --- Nullable scalars ---

    [Theory]
    [InlineData("\"a@b.c\"", "a@b.c", null)]
    [InlineData("\"\"", "", null)]
    [InlineData("42", "42", null)]
    [InlineData("-1.50e3", "-1.50e3", null)]
    [InlineData("{\"address\": \"a@b.c\"}", null, "{\"address\": \"a@b.c\"}")]
    [InlineData("[1, [2]]", null, "[1, [2]]")]
    [InlineData("true", null, "true")]
    [InlineData("{}", null, "{}")]
    public void A_nullable_scalar_is_the_text_or_number_it_is_and_anything_else_is_kept_raw(string json, string? expected, string? kept)
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
    public void A_duration_is_a_number_or_a_text_that_stands_for_one(string json, double? expected, string? kept)
    {
        var call = One($$$"""{"id":"1","calls":[{"id":"k","durationSeconds":{{{json}}},"status":"after"}]}""").Calls[0];

        Assert.Equal(expected, call.DurationSeconds);
        Assert.Equal("after", call.Status);
        Assert.Equal(kept, call.AdditionalProperties.GetValueOrDefault("durationSeconds"));
    }

    [Fact]
    public void Whatever_can_not_be_read_is_kept_under_its_own_name()
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
    public void A_duration_that_fits_no_time_span_is_still_a_number()
    {
        var call = One("""{"id":"1","calls":[{"id":"k","durationSeconds":1e300}]}""").Calls[0];

        Assert.Equal(1e300, call.DurationSeconds);
        Assert.Null(call.Duration);
    }

    // --- Enums ---

    [Fact]
    public void A_status_nobody_knows_is_handed_on_as_it_is()
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
    public void A_flag_that_is_none_is_false_and_kept_raw(string json, bool expected, string? kept)
    {
        var tag = One($$$"""{"id":"1","tags":[{"id":"t","isSuccessTag":{{{json}}},"label":"after"}]}""").Tags[0];

        Assert.Equal(expected, tag.IsSuccessTag);
        Assert.Equal("after", tag.Label);
        Assert.Equal(kept, tag.AdditionalProperties.GetValueOrDefault("isSuccessTag"));
    }

    // --- Dates ---

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
    public void A_date_is_read_and_one_without_an_offset_is_utc_on_every_machine(string text, string expected)
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
    public void An_odd_date_is_null_and_kept_raw_and_never_year_1(string json)
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

    // --- Fields nobody knows ---

    [Fact]
    public void Unknown_fields_are_kept_wherever_they_are()
    {
        var record = One("""
            {"id":"1","score": 0.50,"contact":{"id":"c","title":null,"phoneNumbers":[{"id":"p","number":"+1","kind":"mobile"}]},
             "tags":[{"id":"t","label":"l","color":{"r": 1}}],"calls":[{"id":"k","notes":["a", "b"]}],"":"empty name"}
            """);

        Assert.Equal("0.50", record.AdditionalProperties["score"]);
        Assert.Equal("\"empty name\"", record.AdditionalProperties[""]);
        Assert.Equal("null", record.Contact.AdditionalProperties["title"]);
        Assert.Equal("\"mobile\"", record.Contact.PhoneNumbers[0].AdditionalProperties["kind"]);
        Assert.Equal("{\"r\": 1}", record.Tags[0].AdditionalProperties["color"]);
        Assert.Equal("[\"a\", \"b\"]", record.Calls[0].AdditionalProperties["notes"]);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(4000)]
    public void Deep_json_in_a_field_nobody_knows_costs_nothing(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", depth / 2)) + "1" + string.Concat(Enumerable.Repeat("]}", depth / 2));

        var record = One($$$"""{"id":"1","deep":{{{deep}}},"status":"after"}""");

        Assert.Equal(deep, record.AdditionalProperties["deep"]);
        Assert.Equal("after", record.Status);
    }

    [Fact]
    public void Of_a_property_that_comes_twice_the_last_one_counts_and_no_record_is_lost()
    {
        var page = Decode("""
            {"total":1,"data":[{"id":"1","id":"2","status":"OLD","status":"NEW","x":1,"x":2}],"total":3,"data":[{"id":"3"},{"id":"4"}],"page":1,"limit":10}
            """);

        Assert.Equal(new[] { "2", "3", "4" }, page.Items.Select(record => record.Id));
        Assert.Equal("NEW", page.Items[0].Status);
        Assert.Equal("2", page.Items[0].AdditionalProperties["x"]);
        Assert.Equal(3, page.Total);
    }

    // --- Lists ---

    [Theory]
    [InlineData("\"hot-lead\"", 0)]
    [InlineData("{\"id\":\"t\"}", 0)]
    [InlineData("7", 0)]
    [InlineData("[\"hot-lead\",{\"id\":\"t\"},null,[{}]]", 1)]
    public void A_list_in_another_shape_is_kept_raw_and_what_is_readable_in_it_still_comes(string json, int readable)
    {
        var record = One($$$"""{"id":"1","tags":{{{json}}},"calls":{{{json}}},"contact":{"id":"c","phoneNumbers":{{{json}}}},"status":"after"}""");

        Assert.Equal(readable, record.Tags.Count);
        Assert.Equal(readable, record.Calls.Count);
        Assert.Equal(readable, record.Contact.PhoneNumbers.Count);
        Assert.Equal(json, record.AdditionalProperties["tags"]);
        Assert.Equal(json, record.AdditionalProperties["calls"]);
        Assert.Equal(json, record.Contact.AdditionalProperties["phoneNumbers"]);
        Assert.Equal("after", record.Status);
    }

    [Theory]
    [InlineData("\"c1\"")]
    [InlineData("[{\"id\":\"c1\"}]")]
    [InlineData("1")]
    public void A_contact_in_another_shape_is_kept_raw(string json)
    {
        var record = One($$$"""{"id":"1","contact":{{{json}}},"status":"after"}""");

        Assert.Equal(json, record.AdditionalProperties["contact"]);
        Assert.Equal("after", record.Status);
    }

    // --- Records ---

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("17", "17")]
    [InlineData("\"../../v1/\\u0000 é\"", "../../v1/\0 é")]
    [InlineData("\" \"", " ")]
    public void An_id_is_any_text_or_number(string json, string expected) =>
        Assert.Equal(expected, One($$"""{"id":{{json}}}""").Id);

    [Theory]
    [InlineData("null", "it is no object")]
    [InlineData("\"text\"", "it is no object")]
    [InlineData("[1]", "it is no object")]
    [InlineData("12", "it is no object")]
    [InlineData("{}", "it has no id")]
    [InlineData("{\"status\":\"CONNECTED\"}", "it has no id")]
    [InlineData("{\"id\":null}", "it has no id")]
    [InlineData("{\"id\":\"\"}", "it has no id")]
    [InlineData("{\"id\":{}}", "it has no id")]
    [InlineData("{\"id\":\"\\ud800\"}", "it has no id")]
    public void A_record_that_can_not_be_identified_is_reported_and_costs_no_other(string json, string reason)
    {
        var page = Decode($$"""{"data":[{"id":"1"},{{json}},{"id":"3"}],"total":3,"page":1,"limit":10}""");

        Assert.Equal(new[] { "1", "3" }, page.Items.Select(record => record.Id));
        var unreadable = Assert.Single(page.Unreadable);
        Assert.Equal((1, reason), (unreadable.Index, unreadable.Reason));
        Assert.Equal(json, unreadable.Json);
        Assert.Equal(3, page.RecordCount);
    }

    [Fact]
    public void What_is_shown_of_an_unreadable_record_is_short_and_holds_no_key()
    {
        var page = Decode($$"""{"data":[{"note":"sk_live_abcdefghijklmnop {{new string('x', 500)}}"}],"total":1}""");

        var shown = page.Unreadable[0].Json;
        Assert.InRange(shown.Length, 1, 201);
        Assert.DoesNotContain("abcdefghijklmnop", shown, StringComparison.Ordinal);
    }

    // --- The envelope ---

    [Theory]
    [InlineData("100", 100L)]
    [InlineData("100.0", 100L)]
    [InlineData("1e2", 100L)]
    [InlineData("\"100\"", 100L)]
    [InlineData("0", 0L)]
    [InlineData("-0.0", 0L)]
    [InlineData("-1", null)]
    [InlineData("99.5", null)]
    [InlineData("1e300", null)]
    [InlineData("1e999", null)]
    [InlineData("\"many\"", null)]
    [InlineData("null", null)]
    [InlineData("true", null)]
    [InlineData("{\"value\":100}", null)]
    [InlineData("[100]", null)]
    public void A_count_is_a_whole_number_however_it_is_written_and_nothing_else(string json, long? expected)
    {
        var page = Decode($$"""{"total":{{json}},"page":{{json}},"limit":{{json}},"totalPages":{{json}},"data":[{"id":"1"}]}""");

        Assert.Equal((expected, expected, expected), (page.Total, page.Number, page.Limit));
        Assert.Equal("1", page.Items.Single().Id);
    }

    [Theory]
    [InlineData("{}", "no list named data")]
    [InlineData("{\"data\":null,\"total\":1}", "no list named data")]
    [InlineData("{\"data\":{\"id\":\"1\"}}", "no list named data")]
    [InlineData("{\"data\":{\"data\":[{\"id\":\"1\"}]}}", "no list named data")]
    [InlineData("{\"error\":{\"code\":\"X\"}}", "no list named data")]
    [InlineData("[{\"id\":\"1\"}]", "it is no object")]
    [InlineData("null", "it is no object")]
    [InlineData("\"text\"", "it is no object")]
    [InlineData("<!DOCTYPE html><html></html>", "HTML")]
    [InlineData("\r\n\t <html>", "HTML")]
    [InlineData("Bad gateway", "not JSON")]
    [InlineData("{'data':[]}", "not JSON")]
    [InlineData("{\"data\":[}", "not JSON")]
    public void A_body_that_is_no_page_is_an_invalid_response_and_not_asked_for_again(string body, string what)
    {
        var failure = Assert.Throws<SkipcallException>(() => Decode(body));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.False(failure.IsTransient);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void An_empty_body_was_cut_short(string body) => AssertCutShort(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void A_byte_order_mark_is_passed_over() =>
        Assert.Equal(100, Decode(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(SamplePage.Json)).ToArray()).Total);

    [Fact]
    public void Wherever_a_page_is_cut_it_is_said_to_be_cut_short_and_never_taken_for_whole()
    {
        var body = Encoding.UTF8.GetBytes(SamplePage.Json);
        for (var length = 0; length < body.Length; length++)
        {
            AssertCutShort(body.Take(length).ToArray());
        }

        Assert.Equal(2, Decode(body).Items.Count);
    }

    [Fact]
    public void Wherever_a_page_with_a_byte_order_mark_is_cut_it_is_said_to_be_cut_short()
    {
        var body = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("{\"data\":[],\"total\":0}")).ToArray();
        for (var length = 0; length < body.Length; length++)
        {
            AssertCutShort(body.Take(length).ToArray());
        }
    }

    // --- Text that is none ---

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("x\\udc00y")]
    [InlineData("\\udc00\\ud800")]
    public void Half_a_surrogate_pair_costs_its_field_only(string text)
    {
        var record = One($$$"""{"id":"1","status":"{{{text}}}","contact":{"id":"c","firstName":"{{{text}}}","lastName":"Doe"},"tags":[{"id":"t","label":"{{{text}}}"}],"{{{text}}}":"{{{text}}}"}""");

        Assert.Null(record.Status);
        Assert.Null(record.FirstName);
        Assert.Equal("Doe", record.LastName);
        Assert.Equal("\"" + text + "\"", record.AdditionalProperties["status"]);
        Assert.Equal("", record.Tags[0].Label);
        Assert.Equal("t", record.Tags[0].Id);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\ud800\\u0061")]
    [InlineData("to\\udc00tal")]
    public void Half_a_surrogate_pair_as_a_name_costs_nothing(string name)
    {
        var page = Decode($$$"""{"{{{name}}}":1,"data":[{"{{{name}}}":1,"id":"1","contact":{"{{{name}}}":1,"firstName":"Zoé"},"tags":[{"{{{name}}}":1,"label":"l"}],"calls":[{"{{{name}}}":1,"status":"s"}]}],"total":1}""");

        var record = page.Items.Single();
        Assert.Equal(("1", "Zoé", "l", "s"), (record.Id, record.FirstName, record.Tags[0].Label, record.Calls[0].Status));
        Assert.Single(record.AdditionalProperties);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_cost_their_field_only()
    {
        var body = Encoding.Latin1.GetBytes("{\"data\":[{\"id\":\"1\",\"contact\":{\"id\":\"c\",\"firstName\":\"Zo\u00e9\",\"lastName\":\"Doe\",\"N\u00e9\":1}}],\"total\":1}");

        var record = Decode(body).Items.Single();

        Assert.Null(record.FirstName);
        Assert.Equal("Doe", record.LastName);
        Assert.Equal("\"Zo\ufffd\"", record.Contact.AdditionalProperties["firstName"]);
        Assert.Equal(2, record.Contact.AdditionalProperties.Count);
    }

    [Fact]
    public void A_name_written_with_escapes_is_the_same_name() =>
        Assert.Equal("CONNECTED", One("""{"\u0069d":"1","st\u0061tus":"CONNECTED"}""").Status);

    [Fact]
    public void Long_texts_and_escaped_ones_come_out_whole()
    {
        var text = string.Concat(Enumerable.Repeat("Zoé 😀 ", 100)).Trim();

        var record = One($$$"""{"id":"1","contact":{"id":"c","firstName":"{{{text}}}","lastName":"a\"b\\c\/\u00e9\ud83d\ude00\n"}}""");

        Assert.Equal(text, record.FirstName);
        Assert.Equal("a\"b\\c/é😀\n", record.Contact.LastName);
    }

    [Fact]
    public void The_same_text_in_many_records_is_one_string_and_different_ones_are_never_mixed_up()
    {
        var records = Enumerable.Range(0, 5000).Select(number => $$"""{"id":"{{number}}","status":"S{{number % 3000}}"}""");

        var page = Decode(Answer.PageJson(records, 5000));

        Assert.All(page.Items.Select((record, index) => (record, index)), pair => Assert.Equal($"S{pair.index % 3000}", pair.record.Status));
        var same = Decode(Answer.PageJson(Enumerable.Range(0, 2).Select(number => $$"""{"id":"{{number}}","status":"SAME"}"""), 2));
        Assert.Same(same.Items[0].Status, same.Items[1].Status);
    }

    internal static Page<SequenceContact> Decode(byte[] body)
    {
        using var stream = new MemoryStream(body);
        using var response = ApiResponse.ReadAsync(200, default, s_date, "application/json", stream, CancellationToken.None).GetAwaiter().GetResult();
        return new SequenceContactDecoder("the-sequence").Decode(response);
    }

    [Fact]
    public void A_text_that_is_always_there_is_empty_where_the_service_sends_null()
    {
        var record = One("""{"id":"1","contact":{"id":null,"phoneNumbers":[{"id":null,"number":null}]},"tags":[{"id":null,"label":null}],"calls":[{"id":null}]}""");

        Assert.Equal(("", "", ""), (record.Contact.Id, record.Contact.PhoneNumbers[0].Id, record.Contact.PhoneNumbers[0].Number));
        Assert.Equal(("", "", ""), (record.Tags[0].Id, record.Tags[0].Label, record.Calls[0].Id));
    }

    private static Page<SequenceContact> Decode(string body) => Decode(Encoding.UTF8.GetBytes(body));

    private static SequenceContact One(string record)
    {
        var page = Decode(Answer.PageJson(new[] { record }, 1, 1, 100));
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
