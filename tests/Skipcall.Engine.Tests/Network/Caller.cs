using System.Net;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests.Network;

/// <summary>The module's own way over real sockets, with a clock that makes its waits short.</summary>
internal sealed class Caller : IDisposable
{
    public const string Key = "sk_test_0123456789abcdef";

    private readonly HttpClientHandler _handler;

    public Caller(Uri baseUri, ClientOptions? options = null, IWebProxy? proxy = null)
    {
        _handler = ConnectionFactory.CreateHandler(baseUri, proxy);
        Options = options ?? Patient;
        Context = new RequestContext(Log);
        Client = new SkipcallClient(_handler, baseUri, Key, new RateLimiter(Clock), Options, Clock);
    }

    /// <summary>Two retries, and no time limit: a slow machine is no fault.</summary>
    public static ClientOptions Patient { get; } = new() { MaximumRetryCount = 2, Timeout = TimeSpan.Zero };

    /// <summary>One retry, and a limit of one real second for each attempt: for what never ends anyway.</summary>
    public static ClientOptions Impatient { get; } = Patient with { MaximumRetryCount = 1, Timeout = TimeSpan.FromSeconds(50) };

    public FastClock Clock { get; } = new(speed: 50);

    public ClientOptions Options { get; }

    public SkipcallClient Client { get; }

    public RecordingLog Log { get; } = new();

    public RequestContext Context { get; }

    /// <summary>Asks for a page of contacts.</summary>
    public Task<Page<SequenceContact>> GetPageAsync(CancellationToken cancellationToken = default) => Client.SendAsync(
        new ApiRequest(HttpMethod.Get, "/v1/sequences/s/contacts?page=1&limit=100", "s"),
        new SequenceContactDecoder("s").Decode,
        Context,
        cancellationToken);

    public Task<int> PostAsync(byte[]? body = null) => Client.SendAsync(
        new ApiRequest(HttpMethod.Post, "/v1/sequences/s/start", Body: body), response => response.Status, Context, default);

    /// <summary>Asks for a page, and gives back the failure that comes instead. Who waits for a minute of real time hangs.</summary>
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
