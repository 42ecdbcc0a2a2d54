using System.Net.Http.Headers;
using System.Text.Json;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxTests
{
    [Fact]
    public async Task A_fault_hits_the_request_it_names_and_costs_one()
    {
        var sandbox = Make(new SandboxFault(503) { Request = 2, RetryAfterSec = 1.2 });

        Assert.Equal("200 503 200", await Statuses(sandbox, 3));

        sandbox = Make(new SandboxFault(503) { RetryAfterSec = 1.2 });
        using var response = await Send(sandbox, Demo);
        Assert.Equal("2", Header(response, "Retry-After"));
        Assert.Equal("999", Header(response, "X-RateLimit-Remaining"));
        Assert.Equal("SERVICE_UNAVAILABLE", await ErrorCode(response));
    }

    [Fact]
    public async Task A_fault_hits_as_many_requests_as_Times_states()
    {
        Assert.Equal("500 500 200", await Statuses(Make(new SandboxFault { Times = 2 }), 3));
        Assert.Equal("502 502 502", await Statuses(Make(new SandboxFault(502) { Times = 0 }), 3));
        Assert.Equal("500 502 200", await Statuses(Make(new SandboxFault(), new SandboxFault(502)), 3));
    }

    [Fact]
    public async Task A_fault_of_a_page_hits_only_that_page()
    {
        var sandbox = Make(new SandboxFault { Page = 2, Times = 0 }, new SandboxFault(404) { Page = 1, Times = 0 });

        Assert.Equal(200, await Status(sandbox, "v1/users?page=2"));
        Assert.Equal(500, await Status(sandbox, Demo + "?page=2"));
        Assert.Equal(404, await Status(sandbox, Demo));
        Assert.Equal(200, await Status(sandbox, Demo + "?page=3"));
    }

    [Fact]
    public async Task A_fault_of_401_costs_nothing_and_has_no_rate_headers()
    {
        var sandbox = Make(new SandboxFault(401));

        using var refused = await Send(sandbox, Demo);
        using var next = await Send(sandbox, Demo);

        Assert.Equal("Date", Assert.Single(refused.Headers).Key);
        Assert.Equal("UNAUTHORIZED", await ErrorCode(refused));
        Assert.Equal("999", Header(next, "X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task A_fault_can_have_its_own_body()
    {
        var sandbox = Make(
            new SandboxFault(200) { Body = """{"data":7}""" },
            new SandboxFault("html"),
            new SandboxFault("Html") { StatusCode = 502, Body = "<p>" },
            new SandboxFault(500) { Body = "oops" },
            new SandboxFault(418));

        await ExpectBody(sandbox, 200, "application/json", """{"data":7}""");
        await ExpectBody(sandbox, 200, "text/html", null);
        await ExpectBody(sandbox, 502, "text/html", "<p>");
        await ExpectBody(sandbox, 500, "text/plain", "oops");
        await ExpectBody(sandbox, 418, "application/json", null);
    }

    [Fact]
    public async Task A_reset_breaks_the_connection_without_a_response()
    {
        var sandbox = Make(new SandboxFault("Reset"));

        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => Send(sandbox, Demo));

        Assert.IsType<IOException>(exception.InnerException);
        var request = Assert.Single(sandbox.Requests);
        Assert.Equal(0, request.StatusCode);
        Assert.Equal($"GET /{Demo} -> no answer", request.ToString());
    }

    [Fact]
    public async Task A_truncated_body_ends_as_if_it_were_complete()
    {
        var sandbox = Make(new SandboxFault("Truncate"));

        using var cut = await Send(sandbox, Demo);
        using var whole = await Send(sandbox, Demo);

        var cutBytes = await cut.Content.ReadAsByteArrayAsync(Token);
        var wholeBytes = await whole.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal(200, (int)cut.StatusCode);
        Assert.Equal(wholeBytes.Length / 2, cutBytes.Length);
        Assert.Equal(wholeBytes.Take(cutBytes.Length), cutBytes);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(cutBytes));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stalled_body_ends_only_when_the_read_or_the_request_is_cancelled(bool cancelRequest)
    {
        var sandbox = Make(new SandboxFault("Stall") { Body = "0123456789", StatusCode = 200 });
        using var request = new CancellationTokenSource();
        using var read = new CancellationTokenSource();
        using var response = await SendCancellable(sandbox, Demo, RightKey, request.Token);
        Assert.Equal(200, Assert.Single(sandbox.Requests).StatusCode);
        Assert.Equal(10, response.Content.Headers.ContentLength);
        using var stream = await response.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[100];
        Assert.Equal(5, await stream.ReadAsync(buffer, read.Token));

        var stalled = stream.ReadAsync(buffer, read.Token).AsTask();

        Assert.False(stalled.IsCompleted);
        await (cancelRequest ? request : read).CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stalled);
    }

    [Fact]
    public async Task A_stalled_body_ends_for_a_client_that_buffers_it_and_for_one_that_closes_it()
    {
        var sandbox = Make(new SandboxFault("Stall") { Times = 0 });
        using var client = new HttpClient(sandbox.CreateHandler()) { BaseAddress = sandbox.BaseUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.ApiKey);
        using var cancellation = new CancellationTokenSource();

        var buffered = client.GetAsync(new Uri(Demo, UriKind.Relative), cancellation.Token);
        Assert.False(buffered.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => buffered);

        var response = await client.GetAsync(new Uri(Demo, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        var copy = response.Content.CopyToAsync(Stream.Null, Token);
        Assert.False(copy.IsCompleted);
        response.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => copy);
    }

    [Fact]
    public async Task A_hung_request_ends_only_when_it_is_cancelled()
    {
        var sandbox = Make(new SandboxFault("hang"));
        using var cancellation = new CancellationTokenSource();

        var hung = SendCancellable(sandbox, Demo, RightKey, cancellation.Token);

        Assert.False(hung.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung);
        Assert.Equal(0, Assert.Single(sandbox.Requests).StatusCode);
    }

    [Fact]
    public void An_invalid_fault_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SandboxFault("Explode"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault { Request = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault { Page = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SandboxFault { RetryAfterSec = double.NaN });
        Assert.Equal(503, new SandboxFault("503").StatusCode);
        Assert.Equal("Status 503, request 3, page 2, 4 times", new SandboxFault(503) { Request = 3, Page = 2, Times = 4 }.ToString());
    }
}
