using System.Globalization;
using System.Text;
using Skipcall.Engine.Scanning;
using Skipcall.Engine.Tests.Decoding;

namespace Skipcall.Engine.Tests;

public sealed class SeenValuesTests
{
    private readonly SeenValues _memory = new();

    [Fact]
    public void Tags_and_sequences_are_remembered_separately()
    {
        _memory.RememberTag("hot");
        _memory.RememberTag("hot");
        _memory.RememberTag("Hot");
        _memory.RememberSequenceId("s1");

        Assert.Equal(new[] { "Hot", "hot" }, _memory.Tags.Order(System.StringComparer.Ordinal));
        Assert.Equal(new[] { "s1" }, _memory.SequenceIds);
    }

    [Fact]
    public void Names_on_a_page_are_remembered()
    {
        var query = new SequenceContactQuery("s1", null, null, _memory);

        var page = SequenceContactDecoderTests.Decode(Encoding.UTF8.GetBytes(JsonResponse.PageJson(["""{"id":"1","status":"CALL_BACK","tags":[{"label":"hot"}]}"""], 1)), query.Decoder);
        query.Inspect(page, new RecordingLog(), Skipcall.Engine.Http.KeyRedactor.None);

        Assert.Equal(new[] { "hot" }, _memory.Tags);
        Assert.Equal(new[] { "s1" }, _memory.SequenceIds);
        Assert.False(_memory.IsNewStatus("CALL_BACK"));
    }

    [Fact]
    public void At_most_a_thousand_are_remembered()
    {
        for (var number = 0; number < 1100; number++)
        {
            _memory.RememberTag(Text(number));
        }

        Assert.Equal(1000, _memory.Tags.Count);
        Assert.Contains(Text(999), _memory.Tags);
    }

    [Fact]
    public void Unknown_status_is_new_once()
    {
        Assert.True(_memory.IsNewStatus("CALL_BACK"));
        Assert.False(_memory.IsNewStatus("CALL_BACK"));
        Assert.True(_memory.IsNewStatus("call_back"));
    }

    [Fact]
    public void Known_status_is_never_new() =>
        Assert.All(System.Enum.GetNames<SequenceContactStatus>(), status => Assert.False(_memory.IsNewStatus(status)));

    [Fact]
    public void At_most_a_thousand_new_statuses_are_reported()
    {
        Assert.All(Enumerable.Range(0, 1000), number => Assert.True(_memory.IsNewStatus(Text(number))));

        Assert.False(_memory.IsNewStatus("one more"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
