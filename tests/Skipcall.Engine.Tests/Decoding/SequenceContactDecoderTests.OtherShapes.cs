namespace Skipcall.Engine.Tests.Decoding;

public sealed partial class SequenceContactDecoderTests
{
    [Fact]
    public void Unknown_fields_are_kept_at_every_level()
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
    public void Deep_json_in_an_unknown_field_is_kept(int depth)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", depth / 2)) + "1" + string.Concat(Enumerable.Repeat("]}", depth / 2));

        var record = One($$$"""{"id":"1","deep":{{{deep}}},"status":"after"}""");

        Assert.Equal(deep, record.AdditionalProperties["deep"]);
        Assert.Equal("after", record.Status);
    }

    [Fact]
    public void Last_of_two_equal_properties_wins()
    {
        var page = Decode("""
            {"total":1,"data":[{"id":"1","id":"2","status":"OLD","status":"NEW","x":1,"x":2}],"total":3,"data":[{"id":"3"},{"id":"4"}],"page":1,"limit":10}
            """);

        Assert.Equal(new[] { "2", "3", "4" }, page.Items.Select(record => record.Id));
        Assert.Equal("NEW", page.Items[0].Status);
        Assert.Equal("2", page.Items[0].AdditionalProperties["x"]);
        Assert.Equal(3, page.Total);
    }

    [Theory]
    [InlineData("\"hot-lead\"", 0)]
    [InlineData("{\"id\":\"t\"}", 0)]
    [InlineData("7", 0)]
    [InlineData("[\"hot-lead\",{\"id\":\"t\"},null,[{}]]", 1)]
    public void Unreadable_list_items_are_kept_raw_and_the_others_read(string json, int readable)
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
    public void Contact_of_another_shape_is_kept_raw(string json)
    {
        var record = One($$$"""{"id":"1","contact":{{{json}}},"status":"after"}""");

        Assert.Equal(json, record.AdditionalProperties["contact"]);
        Assert.Equal("after", record.Status);
    }

    [Theory]
    [InlineData("\"x\"", "x")]
    [InlineData("17", "17")]
    [InlineData("\"../../v1/\\u0000 é\"", "../../v1/\0 é")]
    [InlineData("\" \"", " ")]
    public void Id_is_any_text_or_number(string json, string expected) =>
        Assert.Equal(expected, One($$"""{"id":{{json}}}""").Id);

    [Theory]
    [InlineData("null", "it is not an object")]
    [InlineData("\"text\"", "it is not an object")]
    [InlineData("[1]", "it is not an object")]
    [InlineData("12", "it is not an object")]
    [InlineData("{}", "it has no id")]
    [InlineData("{\"status\":\"CONNECTED\"}", "it has no id")]
    [InlineData("{\"id\":null}", "it has no id")]
    [InlineData("{\"id\":\"\"}", "it has no id")]
    [InlineData("{\"id\":{}}", "it has no id")]
    [InlineData("{\"id\":\"\\ud800\"}", "it has no id")]
    public void Record_without_an_id_is_reported_and_the_others_read(string json, string reason)
    {
        var page = Decode($$"""{"data":[{"id":"1"},{{json}},{"id":"3"}],"total":3,"page":1,"limit":10}""");

        Assert.Equal(new[] { "1", "3" }, page.Items.Select(record => record.Id));
        var unreadable = Assert.Single(page.Unreadable);
        Assert.Equal((1, reason), (unreadable.Index, unreadable.Reason));
        Assert.Equal(json, unreadable.Json);
        Assert.Equal(3, page.RecordCount);
    }
}
