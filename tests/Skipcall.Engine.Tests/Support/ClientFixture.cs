using System.Text;
using Skipcall.Engine.Http;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Tests;

internal sealed class ClientFixture
{
    public const string Key = "sk_test_0123456789abcdef";

    public ClientFixture(HttpMessageHandler service, ClientOptions? options = null, FakeClock? clock = null, Uri? baseUri = null, string key = Key, RecordingLog? log = null)
    {
        Log = log ?? new RecordingLog();
        Clock = clock ?? new FakeClock();
        Options = options ?? new ClientOptions();
        RateLimiter = new RateLimiter(Clock);
        Client = new SkipcallClient(service, baseUri ?? new Uri("https://api.invalid"), key, RateLimiter, Options, Clock);
        Context = new RequestContext(Log);
    }

    public FakeClock Clock { get; }

    public ClientOptions Options { get; }

    public RateLimiter RateLimiter { get; }

    public SkipcallClient Client { get; }

    public RecordingLog Log { get; }

    public RequestContext Context { get; }

    public static ApiRequest Get(string path = "/v1/workspaces") => new(HttpMethod.Get, path);

    public static ApiRequest GetContacts() => new(HttpMethod.Get, "/v1/sequences/s/contacts?page=1&limit=100", "s");

    public static ApiRequest Post() => new(HttpMethod.Post, "/v1/tags", Body: "{}"u8.ToArray());

    public string Send(ApiRequest? request = null) => Clock.Run(() => SendAsync(request, CancellationToken.None));

    public Task<string> SendAsync(ApiRequest? request, CancellationToken cancellationToken) =>
        Client.SendAsync(request ?? Get(), response => Encoding.UTF8.GetString(response.Body.ToArray()), Context, cancellationToken);
}
