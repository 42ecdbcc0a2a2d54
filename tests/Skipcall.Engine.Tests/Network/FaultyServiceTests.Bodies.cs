namespace Skipcall.Engine.Tests.Network;

public sealed partial class FaultyServiceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Length_above_the_body_is_ConnectionFailed(int more)
    {
        await using var server = FaultyServer.Start((_, _) => Good.WithContentLength(s_page.Length + 1000 + more));
        using var caller = new TestClient(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Length_below_the_body_is_truncated()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Good.WithContentLength(s_page.Length / 2) : Good);
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Fact]
    public async Task Lasting_truncation_is_InvalidResponse()
    {
        await using var server = FaultyServer.Start((_, _) => Good.Truncated(s_page.Length / 2));
        using var caller = new TestClient(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.InvalidResponse, failure.ErrorId);
        Assert.Contains("cut short", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Missing_body_is_truncated()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Reply.Empty(200) : Good);
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Fact]
    public async Task Body_without_a_length_is_checked_by_its_json()
    {
        await using var server = FaultyServer.Start((_, number) => number == 1 ? Good.WithoutContentLength().Truncated(5000) : Good.WithoutContentLength());
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(1, caller.Context.Retries);
    }

    [Fact]
    public async Task Small_chunks_and_compression_are_read()
    {
        await using var server = FaultyServer.Start((_, number) => (number == 1 ? Good : Good.Gzipped()).Chunked(7));
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(0, caller.Context.Retries);
        Assert.Contains("gzip", server.Requests[0].Header("Accept-Encoding"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_compressed_body_is_retried()
    {
        var noise = Enumerable.Range(0, 500).Select(number => (byte)(number * 31)).ToArray();
        await using var server = FaultyServer.Start((_, number) =>
            number <= 2 ? Reply.Bytes(noise).WithHeader("Content-Encoding", "gzip").WithHeader("Content-Type", "application/json") : Good);
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Lasting_damage_of_a_compressed_body_is_ConnectionFailed()
    {
        var noise = Enumerable.Range(0, 500).Select(number => (byte)(number * 31)).ToArray();
        await using var server = FaultyServer.Start((_, _) => Reply.Bytes(noise).WithHeader("Content-Encoding", "gzip"));
        using var caller = new TestClient(server.BaseUri);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.ConnectionFailed, failure.ErrorId);
        Assert.NotNull(failure.InnerException);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Truncated_compressed_body_is_retried()
    {
        await using var server = FaultyServer.Start((_, number) => Good.Gzipped() is var zipped && number <= 2 ? zipped.Truncated(number * 150) : zipped);
        using var caller = new TestClient(server.BaseUri);

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(2, caller.Context.Retries);
    }

    [Fact]
    public async Task Page_of_five_megabytes_is_read()
    {
        var records = JsonResponse.Ids(100).Select(id => $$"""{"id":"{{id}}","note":"{{new string('x', 50_000)}}"}""");
        var body = JsonResponse.PageJson(records, 100, 1, 100);
        await using var server = FaultyServer.Start((_, _) => Reply.Json(body));
        using var caller = new TestClient(server.BaseUri);

        var page = await caller.GetPageAsync();

        Assert.All(page.Items, contact => Assert.Equal(50_002, contact.AdditionalProperties["note"].Length));
    }

    [Theory]
    [InlineData(CutKind.Hang)]
    [InlineData(CutKind.HangMidBody)]
    public async Task Endless_answer_times_out_and_is_retried(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, _) => Good.Cut(cut));
        using var caller = new TestClient(server.BaseUri, TestClient.Impatient);

        var failure = await caller.FailAsync();

        Assert.Equal(SkipcallErrorId.Timeout, failure.ErrorId);
        Assert.NotNull(failure.InnerException);
        Assert.Contains("50 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, caller.Context.Retries);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Dripping_body_times_out()
    {
        await using var server = FaultyServer.Start((_, _) => Good.Dripping(1, TimeSpan.FromMilliseconds(50)));
        using var caller = new TestClient(server.BaseUri, TestClient.Impatient with { MaximumRetryCount = 0 });

        Assert.Equal(SkipcallErrorId.Timeout, (await caller.FailAsync()).ErrorId);
    }

    [Fact]
    public async Task Stall_below_the_timeout_is_waited_for()
    {
        await using var server = FaultyServer.Start((_, _) => Good.Stalling(500, TimeSpan.FromMilliseconds(200)));
        using var caller = new TestClient(server.BaseUri, TestClient.Patient with { Timeout = TimeSpan.FromHours(1) });

        Assert.Equal(100, (await caller.GetPageAsync()).Items.Count);
        Assert.Equal(0, caller.Context.Retries);
    }

    [Theory]
    [InlineData(CutKind.Hang)]
    [InlineData(CutKind.HangMidBody)]
    public async Task Stop_ends_an_endless_answer(CutKind cut)
    {
        await using var server = FaultyServer.Start((_, _) => Good.Cut(cut));
        using var caller = new TestClient(server.BaseUri);
        using var stop = new CancellationTokenSource();
        var asked = caller.GetPageAsync(stop.Token);
        await WaitUntilAsync(() => server.Requests.Count == 1);

        await stop.CancelAsync();

        // Without cancellation it would never end; ten seconds allow for slow machines.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, caller.Context.Retries);
    }
}
