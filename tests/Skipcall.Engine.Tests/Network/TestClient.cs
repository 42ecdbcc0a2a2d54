using System.Net;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.Network;

/// <summary>The production client and handler over real sockets, with a fast clock.</summary>
internal sealed class TestClient : IDisposable
{
    public const string Key = "sk_test_0123456789abcdef";

    private readonly HttpClientHandler _handler;

    public TestClient(Uri baseUri, ClientOptions? options = null, IWebProxy? proxy = null)
    {
        _handler = ConnectionFactory.CreateHandler(baseUri, proxy);
        Options = options ?? Patient;
        Context = new RequestContext(Log);
        Client = new SkipcallClient(_handler, baseUri, Key, new RateLimiter(Clock), Options, Clock);
    }

    /// <summary>Without a timeout, so that a slow machine can't cause a failure.</summary>
    public static ClientOptions Patient { get; } = new() { MaximumRetryCount = 2, Timeout = TimeSpan.Zero };

    /// <summary>A timeout of one real second, for answers that never end.</summary>
    public static ClientOptions Impatient { get; } = Patient with { MaximumRetryCount = 1, Timeout = TimeSpan.FromSeconds(50) };

    public FastClock Clock { get; } = new(speed: 50);

    public ClientOptions Options { get; }

    public SkipcallClient Client { get; }

    public RecordingLog Log { get; } = new();

    public RequestContext Context { get; }

    public Task<Page<SequenceContact>> GetPageAsync(CancellationToken cancellationToken = default) => Client.SendAsync(
        new ApiRequest(HttpMethod.Get, "/v1/sequences/s/contacts?page=1&limit=100", "s"),
        new SequenceContactDecoder("s", new SeenValues()).Decode,
        Context,
        cancellationToken);

    public Task<int> PostAsync(byte[]? body = null) => Client.SendAsync(
        new ApiRequest(HttpMethod.Post, "/v1/sequences/s/start", Body: body), response => response.Status, Context, default);

    /// <summary>Returns the failure of a page request; a minute of real time means that it hangs.</summary>
    public async Task<SkipcallException> FailAsync()
    {
        try
        {
            var page = await GetPageAsync().WaitAsync(TimeSpan.FromMinutes(1));
            throw new InvalidOperationException($"It did not fail: a page of {page.Items.Count} came.");
        }
        catch (SkipcallException e)
        {
            return e;
        }
    }

    public void Dispose() => _handler.Dispose();
}
