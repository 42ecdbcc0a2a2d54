using System.Globalization;
using System.Management.Automation;
using System.Text;
using Skipcall.Commands.Api;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.Decoding;

/// <summary>Sizes controlled by the service, and numbers that must keep all digits.</summary>
public sealed class BoundsTests
{
    [Fact]
    public async Task An_object_of_20000_names_takes_linear_time()
    {
        const int names = 20_000;
        var json = "{" + string.Join(',', Enumerable.Range(0, names).Select(number => $"\"name{number}\":{number}")) + "}";
        using var response = await ResponseAsync($$"""{"data":[{{json}}],"total":1}""");
        var record = (object?)null;

        var plain = BestTime(() => _ = System.Text.Json.JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetInt64()));
        var decoded = BestTime(() => record = new ApiRecordDecoder(raw: false).Decode(response).Items.Single().Value);

        // A linear search per name would take about 400 times as long as a dictionary.
        Assert.Equal(names - 1L, ((PSObject)record!).Properties[$"name{names - 1}"].Value);
        Assert.True(decoded < plain * 150, $"A dictionary took {plain}, the decoder {decoded}.");
    }

    [Fact]
    public async Task Names_that_differ_in_case_are_one_in_objects_of_any_size()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 50).SelectMany(number => new[] { $"\"name{number}\":1", $"\"NAME{number}\":2" })) + "}";
        using var response = await ResponseAsync($$"""{"data":[{{json}}],"total":1}""");

        var properties = ((PSObject)new ApiRecordDecoder(raw: false).Decode(response).Items.Single().Value!).Properties.ToList();

        Assert.Equal(50, properties.Count);
        Assert.All(properties, property => Assert.Equal(2L, property.Value));
    }

    [Fact]
    public async Task Decoding_stops_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var response = await ResponseAsync("{\"data\":[" + string.Join(',', Enumerable.Repeat("{\"id\":\"1\"}", 9000)) + "]}");
        response.CancellationToken = stop.Token;

        Assert.Throws<OperationCanceledException>(() => new SequenceContactDecoder("s", new SeenValues()).Decode(response));
    }

    [Theory]
    [InlineData(10_000, true)]
    [InlineData(10_001, false)]
    public async Task A_page_has_a_maximum_of_records(int count, bool isRead)
    {
        using var response = await ResponseAsync("{\"data\":[" + string.Join(',', Enumerable.Repeat("{}", count)) + "],\"total\":1}");

        if (isRead)
        {
            Assert.Equal(count, new SequenceContactDecoder("s", new SeenValues()).Decode(response).RecordCount);
            return;
        }

        Assert.Equal(SkipcallErrorId.InvalidResponse, Assert.Throws<SkipcallException>(() => new SequenceContactDecoder("s", new SeenValues()).Decode(response)).ErrorId);
    }

    [Fact]
    public async Task A_body_has_a_maximum_of_values()
    {
        using var response = await ResponseAsync("{\"data\":[{\"id\":\"1\",\"tags\":[" + string.Join(',', Enumerable.Repeat("{}", 2_600_000)) + "]}]}");

        var failure = Assert.Throws<SkipcallException>(() => new SequenceContactDecoder("s", new SeenValues()).Decode(response));

        Assert.Contains("too many values", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("18446744073709551614", "18446744073709551615")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("123456789012345678901234567890123456789", "123456789012345678901234567890123456780")]
    [InlineData("\"2024-01-15T10:30:00.000001Z\"", "\"2024-01-15T10:30:00.000002Z\"")]
    [InlineData("\"2024-01-15T10:30:00.001Z\"", "\"2024-01-15T10:30:00.002Z\"")]
    [InlineData("\"2024-01-15T10:30:00Z\"", "\"2024-01-15T11:30:00+01:00\"")]
    public async Task Ids_are_compared_by_their_JSON_text(string first, string second)
    {
        var ids = new[] { first, second }.Select(static id => id.Trim('"')).ToArray();
        using var response = await ResponseAsync($$"""{"data":[{"id":{{first}}},{"id":{{second}}}],"total":2}""");

        Assert.Equal(ids, new ApiRecordDecoder(raw: false).Decode(response).Items.Select(static record => record.Id));
        Assert.Equal(ids, new SequenceContactDecoder("s", new SeenValues()).Decode(response).Items.Select(static record => record.Id));
    }

    [Fact]
    public async Task Large_integers_keep_their_digits_and_an_id_stays_text()
    {
        using var response = await ResponseAsync("""{"data":[{"id":"2024-01-15T10:30:00.001Z","n":18446744073709551615,"x":1e400,"d":0.5}],"total":1}""");

        var properties = ((PSObject)new ApiRecordDecoder(raw: false).Decode(response).Items.Single().Value!).Properties;

        Assert.Equal("2024-01-15T10:30:00.001Z", properties["id"].Value);
        Assert.Equal("18446744073709551615", Convert.ToString(properties["n"].Value, CultureInfo.InvariantCulture));
        Assert.Equal(0.5, properties["d"].Value);
        Assert.Null(properties["x"].Value);
    }

    private static Task<ApiResponse> ResponseAsync(string body) => ApiResponse.ReadAsync(
        200, default(RateHeaders), DateTimeOffset.UnixEpoch, "application/json", new MemoryStream(Encoding.UTF8.GetBytes(body)), TestContext.Current.CancellationToken);

    private static TimeSpan BestTime(Action action) => Enumerable.Range(0, 3).Min(_ =>
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        action();
        return clock.Elapsed;
    });
}
