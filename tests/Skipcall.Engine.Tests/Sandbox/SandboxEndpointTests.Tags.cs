using System.Text;
using System.Text.Json;
using Skipcall.Sandboxing;
using static Skipcall.Engine.Tests.SandboxClient;

namespace Skipcall.Engine.Tests;

public sealed partial class SandboxEndpointTests
{
    [Fact]
    public async Task A_tag_is_created_and_deleted()
    {
        var clock = new FakeClock();
        var sandbox = Sample(clock: clock);

        using var made = await Post(sandbox, "v1/tags", """{"label":"à rappeler"}""");

        Assert.Equal(201, (int)made.StatusCode);
        using var tag = JsonDocument.Parse(await Text(made));
        var id = tag.RootElement.GetProperty("id").GetString();
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(
            $$"""{"id":"{{id}}","label":"à rappeler","isSuccessTag":false,"createdAt":"2026-01-15T10:30:00.000Z","updatedAt":"2026-01-15T10:30:00.000Z"}""",
            await Text(made));

        using var deleted = await Delete(sandbox, "v1/tags/" + id);
        Assert.Equal(204, (int)deleted.StatusCode);
        Assert.Equal("", await Text(deleted));
        Assert.Null(deleted.Content.Headers.ContentType);
        Assert.Equal("998", Header(deleted, "X-RateLimit-Remaining"));
        using var again = await Delete(sandbox, "v1/tags/" + id);
        Assert.Equal(404, (int)again.StatusCode);

        using var secondLife = JsonDocument.Parse(await Text(await Post(sandbox, "v1/tags", """{"label":"à rappeler"}""")));
        Assert.NotEqual(id, secondLife.RootElement.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("""{"label":"new","isSuccessTag":true}""", true)]
    [InlineData("""{"label":"new","isSuccessTag":false}""", false)]
    public async Task A_tag_can_be_a_success_tag(string body, bool expected)
    {
        using var made = await Post(Sample(), "v1/tags", body);

        using var tag = JsonDocument.Parse(await Text(made));
        Assert.Equal(expected, tag.RootElement.GetProperty("isSuccessTag").GetBoolean());
    }

    [Theory]
    [InlineData("{}", 400, "label is required")]
    [InlineData("""{"label":""}""", 400, "label is required")]
    [InlineData("""{"isSuccessTag":true}""", 400, "label is required")]
    [InlineData("""{"label":null}""", 400, "label must be")]
    [InlineData("""{"label":7}""", 400, "label must be")]
    [InlineData("""{"label":"x","isSuccessTag":"true"}""", 400, "isSuccessTag must be")]
    [InlineData("", 400, "The body must be")]
    [InlineData("[]", 400, "The body must be")]
    [InlineData("""{"label":"x""", 400, "The body must be")]
    [InlineData("""{"label":"\ud800"}""", 400, "The body must be")]
    [InlineData("""{"label":"x","colour":"red"}""", 501, "'colour'")]
    [InlineData("""{"label":"vip"}""", 501, "'vip'")]
    public async Task A_tag_that_can_not_be_created_is_an_error_with_the_reason(string body, int status, string message)
    {
        using var response = await Post(Sample(), "v1/tags", body);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains(message, (await Error(response)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused()
    {
        var sandbox = Sample();

        using var plain = await Post(sandbox, "v1/tags", new StringContent("""{"label":"x"}""", Encoding.UTF8, "text/plain"));
        using var nothing = await Post(sandbox, "v1/tags", (HttpContent?)null);

        Assert.Equal(400, (int)plain.StatusCode);
        Assert.Equal(400, (int)nothing.StatusCode);
    }

    [Fact]
    public async Task The_last_success_tag_can_not_be_deleted()
    {
        var sandbox = Sample();

        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("hot-lead")));
        using var refused = await Delete(sandbox, "v1/tags/" + SampleTags.IdOf("meeting-booked"));

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains("assumption of the sandbox", (await Error(refused)).Message, StringComparison.Ordinal);

        (await Post(sandbox, "v1/tags", """{"label":"won","isSuccessTag":true}""")).Dispose();
        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("meeting-booked")));
    }

    [Fact]
    public async Task Tags_of_own_contacts_are_there_from_the_start()
    {
        var first = new SequenceContact { Tags = new() { new Tag("prospect") { Id = "t1" }, new Tag("chaud") } };
        var second = new SequenceContact { Tags = new() { new Tag("prospect") { Id = "t1" } } };
        var sandbox = Own(first, second);

        Assert.Equal(204, await DeleteTag(sandbox, "t1"));
        Assert.Equal(404, await DeleteTag(sandbox, "t1"));
        Assert.Equal(204, await DeleteTag(sandbox, SampleTags.IdOf("chaud")));
        Assert.Equal(404, await DeleteTag(sandbox, SampleTags.IdOf("vip")));
    }

    [Fact]
    public async Task Two_sandboxes_share_nothing()
    {
        var first = Sample();
        Assert.Equal(204, await DeleteTag(first, SampleTags.IdOf("vip")));

        Assert.Equal(204, await DeleteTag(Sample(), SampleTags.IdOf("vip")));
    }
}
