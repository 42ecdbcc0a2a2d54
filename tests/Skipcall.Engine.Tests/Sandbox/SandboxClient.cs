using System.Net;
using System.Text;
using System.Text.Json;

namespace Skipcall.Engine.Tests;

/// <summary>Calls a sandbox over plain HTTP, without the module's own client.</summary>
internal static class SandboxClient
{
    public const string RightKey = "Bearer sk_test_sandbox0000000000000000";

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Send(Sandbox sandbox, string path, string? authorization = RightKey) =>
        SendCancellable(sandbox, path, authorization, Token);

    public static Task<HttpResponseMessage> SendCancellable(
        Sandbox sandbox, string path, string? authorization, CancellationToken cancellationToken) =>
        Send(sandbox, HttpMethod.Get, path, null, authorization, cancellationToken);

    public static Task<HttpResponseMessage> Post(Sandbox sandbox, string path, string body) =>
        Post(sandbox, path, new StringContent(body, Encoding.UTF8, "application/json"));

    public static Task<HttpResponseMessage> Post(Sandbox sandbox, string path, HttpContent? content) =>
        Send(sandbox, HttpMethod.Post, path, content, RightKey, Token);

    public static Task<HttpResponseMessage> Delete(Sandbox sandbox, string path) =>
        Send(sandbox, HttpMethod.Delete, path, null, RightKey, Token);

    public static async Task<JsonDocument> Page(Sandbox sandbox, string path)
    {
        using var response = await Send(sandbox, path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await Text(response));
    }

    public static async Task<string> Text(HttpResponseMessage response) =>
        Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(Token));

    public static async Task<string?> ErrorCode(HttpResponseMessage response) => (await Error(response)).Code;

    public static async Task<(string? Code, string Message)> Error(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await Text(response));
        var error = body.RootElement.GetProperty("error");
        Assert.Equal((int)response.StatusCode, error.GetProperty("status").GetInt32());
        return (error.GetProperty("code").GetString(), error.GetProperty("message").GetString()!);
    }

    public static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    public static List<string?> Ids(JsonDocument page) =>
        page.RootElement.GetProperty("data").EnumerateArray().Select(row => row.GetProperty("id").GetString()).ToList();

    public static (int Total, int Page, int Limit, int TotalPages) Envelope(JsonDocument page)
    {
        var root = page.RootElement;
        return (
            root.GetProperty("total").GetInt32(),
            root.GetProperty("page").GetInt32(),
            root.GetProperty("limit").GetInt32(),
            root.GetProperty("totalPages").GetInt32());
    }

    private static async Task<HttpResponseMessage> Send(
        Sandbox sandbox, HttpMethod method, string path, HttpContent? content, string? authorization, CancellationToken cancellationToken)
    {
        using var invoker = new HttpMessageInvoker(sandbox.CreateHandler());
        var request = new HttpRequestMessage(method, new Uri(sandbox.BaseUri, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.UserAgent.ParseAdd("Tests/1.0");
        return await invoker.SendAsync(request, cancellationToken);
    }
}
