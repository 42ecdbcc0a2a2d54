using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.Http;

public sealed class ApiResponseTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(1, 1)]
    [InlineData(65_535, 1000)]
    [InlineData(65_536, 65_536)]
    [InlineData(65_537, 65_536)]
    [InlineData(500_000, 1021)]
    [InlineData(500_000, 500_000)]
    public async Task Body_of_any_length_is_read(int length, int piece)
    {
        var sent = Enumerable.Range(0, length).Select(place => (byte)(place * 31 / 7)).ToArray();

        using var response = await ReadAsync(new InPieces(sent, piece));

        Assert.True(response.Body.SequenceEqual(sent));
    }

    [Fact]
    public async Task Keeps_status_headers_and_content_type()
    {
        var rate = new RateHeaders(100, 7, TimeSpan.FromSeconds(3), null);

        using var response = await ApiResponse.ReadAsync(201, rate, s_asked, "text/plain", Stream.Null, TestContext.Current.CancellationToken);

        Assert.Equal((201, rate, s_asked, "text/plain"), (response.Status, response.Rate, response.RequestedAt, response.ContentType));
    }

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    public async Task Statuses_200_to_299_are_success(int status, bool expected)
    {
        using var response = await ApiResponse.ReadAsync(status, default, s_asked, null, Stream.Null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.IsSuccess);
    }

    [Fact]
    public async Task Disposed_response_has_no_body()
    {
        var response = await ReadAsync(new InPieces(new byte[10], 10));

        response.Dispose();
        response.Dispose();

        Assert.Equal(0, response.Body.Length);
    }

    [Fact]
    public async Task Broken_body_throws_to_the_reader() =>
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(new InPieces(new byte[100], 10, breaksAfter: 50)));

    private static Task<ApiResponse> ReadAsync(Stream body) =>
        ApiResponse.ReadAsync(200, default, s_asked, null, body, TestContext.Current.CancellationToken);

    /// <summary>A body that arrives in chunks and may break.</summary>
    private sealed class InPieces : MemoryStream
    {
        private readonly int _piece;
        private readonly int _breaksAfter;

        public InPieces(byte[] body, int piece, int breaksAfter = int.MaxValue)
            : base(body)
        {
            _piece = piece;
            _breaksAfter = breaksAfter;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Position < _breaksAfter ? Task.FromResult(Read(buffer, offset, Math.Min(count, _piece))) : throw new IOException("broken");
    }
}
