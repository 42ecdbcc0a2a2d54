using System.Text;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;

namespace Skipcall.Engine.Tests.Decoding;

public sealed partial class SequenceContactDecoderTests
{
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
    public void Count_is_any_spelling_of_a_whole_number(string json, long? expected)
    {
        var page = Decode($$"""{"total":{{json}},"page":{{json}},"limit":{{json}},"totalPages":{{json}},"data":[{"id":"1"}]}""");

        Assert.Equal((expected, expected, expected), (page.Total, page.Number, page.Limit));
        Assert.Equal("1", page.Items.Single().Id);
    }

    [Theory]
    [InlineData("{}", "no list named 'data'")]
    [InlineData("{\"data\":null,\"total\":1}", "no list named 'data'")]
    [InlineData("{\"data\":{\"id\":\"1\"}}", "no list named 'data'")]
    [InlineData("{\"data\":{\"data\":[{\"id\":\"1\"}]}}", "no list named 'data'")]
    [InlineData("{\"error\":{\"code\":\"X\"}}", "no list named 'data'")]
    [InlineData("[{\"id\":\"1\"}]", "it is not an object")]
    [InlineData("null", "it is not an object")]
    [InlineData("\"text\"", "it is not an object")]
    [InlineData("<!DOCTYPE html><html></html>", "it is not JSON")]
    [InlineData("\r\n\t <html>", "it is not JSON")]
    [InlineData("Bad gateway", "not JSON")]
    [InlineData("{'data':[]}", "not JSON")]
    [InlineData("{\"data\":[}", "not JSON")]
    public void Body_that_is_not_a_page_is_InvalidResponse(string body, string what)
    {
        var failure = Assert.Throws<SkipcallException>(() => Decode(body));

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.False(failure.IsTransient);
        Assert.Contains(what, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void Empty_body_is_truncated(string body) => AssertCutShort(Encoding.UTF8.GetBytes(body));

    [Fact]
    public void Byte_order_mark_is_skipped() =>
        Assert.Equal(100, Decode(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(SamplePage.Json)).ToArray()).Total);

    [Fact]
    public void Page_cut_at_any_byte_is_truncated()
    {
        var body = Encoding.UTF8.GetBytes(SamplePage.Json);
        for (var length = 0; length < body.Length; length++)
        {
            AssertCutShort(body.Take(length).ToArray());
        }

        Assert.Equal(2, Decode(body).Items.Count);
    }

    [Fact]
    public void Page_with_a_byte_order_mark_cut_at_any_byte_is_truncated()
    {
        var body = Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes("{\"data\":[],\"total\":0}")).ToArray();
        for (var length = 0; length < body.Length; length++)
        {
            AssertCutShort(body.Take(length).ToArray());
        }
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("x\\udc00y")]
    [InlineData("\\udc00\\ud800")]
    public void Half_a_surrogate_pair_affects_only_its_field(string text)
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
    public void Half_a_surrogate_pair_in_a_name_is_accepted(string name)
    {
        var page = Decode($$$"""{"{{{name}}}":1,"data":[{"{{{name}}}":1,"id":"1","contact":{"{{{name}}}":1,"firstName":"Zoé"},"tags":[{"{{{name}}}":1,"label":"l"}],"calls":[{"{{{name}}}":1,"status":"s"}]}],"total":1}""");

        var record = page.Items.Single();
        Assert.Equal(("1", "Zoé", "l", "s"), (record.Id, record.FirstName, record.Tags[0].Label, record.Calls[0].Status));
        Assert.Single(record.AdditionalProperties);
    }

    [Fact]
    public void Invalid_utf8_affects_only_its_field()
    {
        var body = Encoding.Latin1.GetBytes("{\"data\":[{\"id\":\"1\",\"contact\":{\"id\":\"c\",\"firstName\":\"Zo\u00e9\",\"lastName\":\"Doe\",\"N\u00e9\":1}}],\"total\":1}");

        var record = Decode(body).Items.Single();

        Assert.Null(record.FirstName);
        Assert.Equal("Doe", record.LastName);
        Assert.Equal("\"Zo\ufffd\"", record.Contact.AdditionalProperties["firstName"]);
        Assert.Equal(2, record.Contact.AdditionalProperties.Count);
    }

    [Fact]
    public void Escaped_name_is_recognized() =>
        Assert.Equal("CONNECTED", One("""{"\u0069d":"1","st\u0061tus":"CONNECTED"}""").Status);

    [Fact]
    public void Long_and_escaped_texts_are_read()
    {
        var text = string.Concat(Enumerable.Repeat("Zoé 😀 ", 100)).Trim();

        var record = One($$$"""{"id":"1","contact":{"id":"c","firstName":"{{{text}}}","lastName":"a\"b\\c\/\u00e9\ud83d\ude00\n"}}""");

        Assert.Equal(text, record.FirstName);
        Assert.Equal("a\"b\\c/é😀\n", record.Contact.LastName);
    }

    [Fact]
    public void Equal_texts_share_a_string_and_different_ones_never_mix()
    {
        var records = Enumerable.Range(0, 5000).Select(number => $$"""{"id":"{{number}}","status":"S{{number % 3000}}"}""");

        var page = Decode(JsonResponse.PageJson(records, 5000));

        Assert.All(page.Items.Select((record, index) => (record, index)), pair => Assert.Equal($"S{pair.index % 3000}", pair.record.Status));
        var same = Decode(JsonResponse.PageJson(Enumerable.Range(0, 2).Select(number => $$"""{"id":"{{number}}","status":"SAME"}"""), 2));
        Assert.Same(same.Items[0].Status, same.Items[1].Status);
    }

    internal static Page<SequenceContact> Decode(byte[] body) => Decode(body, new SequenceContactDecoder("the-sequence", new SeenValues()));

    internal static Page<SequenceContact> Decode(byte[] body, PageDecoder<SequenceContact> decoder)
    {
        using var stream = new MemoryStream(body);
        using var response = ApiResponse.ReadAsync(200, default, s_date, "application/json", stream, CancellationToken.None).GetAwaiter().GetResult();
        return decoder.Decode(response);
    }

    [Fact]
    public void Required_text_is_empty_for_null()
    {
        var record = One("""{"id":"1","contact":{"id":null,"phoneNumbers":[{"id":null,"number":null}]},"tags":[{"id":null,"label":null}],"calls":[{"id":null}]}""");

        Assert.Equal(("", "", ""), (record.Contact.Id, record.Contact.PhoneNumbers[0].Id, record.Contact.PhoneNumbers[0].Number));
        Assert.Equal(("", "", ""), (record.Tags[0].Id, record.Tags[0].Label, record.Calls[0].Id));
    }
}
