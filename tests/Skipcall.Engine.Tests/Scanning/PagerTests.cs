using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.Scanning;

public sealed class PagerTests : IDisposable
{
    private static readonly IReadOnlyList<string> s_ids = JsonResponse.Ids(200);

    private readonly FakeClock _clock = new();
    private readonly ScriptedService _service;
    private readonly ClientFixture _fixture;

    public PagerTests()
    {
        _service = new ScriptedService(SlowlyAsync, _clock);
        _fixture = new ClientFixture(_service, clock: _clock);
    }

    public void Dispose() => _service.Dispose();

    [Theory]
    [InlineData(1, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData(2, new[] { 1, 3, 4, 5, 6, 7, 8, 9 })]
    [InlineData(4, new[] { 1, 3, 5, 7, 8, 9, 10, 11 })]
    [InlineData(6, new[] { 1, 3, 5, 8, 10, 11, 12, 13 })]
    [InlineData(32, new[] { 1, 3, 5, 8, 13, 20, 20, 20 })]
    public void Requests_ahead_grow_up_to_the_throttle_limit(int throttleLimit, int[] askedAfterEach)
    {
        var asked = new List<int>();
        _clock.Run(async () =>
        {
            var pager = Pager(throttleLimit);
            for (var page = 1; page <= askedAfterEach.Length; page++)
            {
                // The last page is unknown until the first one arrives.
                await pager.NextAsync(last: 20);
                asked.Add(_service.Requests.Count);
            }

            await pager.StopAsync();
        });

        Assert.Equal(askedAfterEach, asked);
        Assert.InRange(_service.Peak, 1, throttleLimit);
    }

    [Fact]
    public void Nothing_is_requested_after_the_last_page()
    {
        _clock.Run(async () =>
        {
            var pager = Pager(throttleLimit: 32);
            for (var page = 1; page <= 6; page++)
            {
                await pager.NextAsync(last: 6);
            }

            await pager.StopAsync();
        });

        Assert.Equal(Enumerable.Range(1, 6), _service.Pages);
    }

    [Fact]
    public void Pages_are_returned_in_order()
    {
        var service = new ScriptedService(
            async (asked, stop) =>
            {
                await _clock.Delay(TimeSpan.FromSeconds(asked.Page % 2 == 0 ? 10 : 1), stop);
                return JsonResponse.PageOf(s_ids, asked.Page, asked.Limit);
            });
        var fixture = new ClientFixture(service, clock: _clock);
        var numbers = new List<long?>();
        _clock.Run(async () =>
        {
            var pager = Pager(throttleLimit: 8, fixture);
            for (var page = 1; page <= 20; page++)
            {
                numbers.Add((await pager.NextAsync(last: 20)).Number);
            }

            await pager.StopAsync();
        });

        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long?)number), numbers);
    }

    [Fact]
    public void Stop_ends_requests_in_flight()
    {
        _clock.Run(async () =>
        {
            var pager = Pager(throttleLimit: 8);
            await pager.NextAsync(last: 1);
            await pager.NextAsync(last: 20);
            await pager.NextAsync(last: 20);
            Assert.True(_clock.PendingTimers > 0);

            await pager.StopAsync();

            Assert.Equal(0, _clock.PendingTimers);
        });
    }

    [Fact]
    public void Stop_waits_for_slow_cancellation()
    {
        var service = new ScriptedService(async (asked, stop) =>
        {
            try
            {
                await _clock.Delay(asked.Page <= 2 ? TimeSpan.FromSeconds(1) : TimeSpan.FromHours(1), stop);
            }
            catch (OperationCanceledException)
            {
                await _clock.Delay(TimeSpan.FromSeconds(3), CancellationToken.None);
                throw;
            }

            return JsonResponse.PageOf(s_ids, asked.Page, asked.Limit);
        });
        _clock.Run(async () =>
        {
            var pager = Pager(throttleLimit: 4, new ClientFixture(service, clock: _clock));
            await pager.NextAsync(last: 1);
            await pager.NextAsync(last: 20);

            await pager.StopAsync();
        });

        Assert.Equal(TimeSpan.FromSeconds(1 + 1 + 3), _clock.Elapsed);
    }

    [Fact]
    public void Failed_page_is_thrown_and_later_pages_abandoned()
    {
        var service = new ScriptedService(async (asked, stop) =>
        {
            await _clock.Delay(TimeSpan.FromSeconds(asked.Page == 2 ? 1 : 5), stop);
            return asked.Page == 2 ? JsonResponse.Status(400) : JsonResponse.PageOf(s_ids, asked.Page, asked.Limit);
        });
        _clock.Run(async () =>
        {
            var pager = Pager(throttleLimit: 4, new ClientFixture(service, clock: _clock));
            await pager.NextAsync(last: 1);
            var failure = await Assert.ThrowsAsync<SkipcallException>(() => pager.NextAsync(last: 20));
            Assert.Equal(SkipcallErrorId.InvalidRequest, failure.ErrorId);
            await pager.StopAsync();
        });

        Assert.Equal(TimeSpan.FromSeconds(6), _clock.Elapsed);
        Assert.Equal(0, _clock.PendingTimers);
    }

    private Pager<SequenceContact> Pager(int throttleLimit, ClientFixture? fixture = null)
    {
        fixture ??= _fixture;
        var options = new ScanOptions { PageSize = 10, ThrottleLimit = throttleLimit };
        return new Pager<SequenceContact>(fixture.Client, new SequenceContactQuery("s", null, null, new SeenValues()), fixture.Context, options, null, CancellationToken.None);
    }

    private async Task<HttpResponseMessage> SlowlyAsync(ScriptedService.Asked asked, CancellationToken stop)
    {
        await _clock.Delay(TimeSpan.FromSeconds(1), stop);
        return JsonResponse.PageOf(s_ids, asked.Page, asked.Limit);
    }
}
