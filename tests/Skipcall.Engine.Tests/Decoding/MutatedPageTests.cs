using System.Text;
using CsCheck;

namespace Skipcall.Engine.Tests.Decoding;

/// <summary>A randomly damaged page is a page or a documented error.</summary>
public sealed class MutatedPageTests
{
    private static readonly byte[] s_page = Encoding.UTF8.GetBytes(SamplePage.Json);

    private static readonly string[] s_fragments =
    {
        "null", "true", "{}", "[]", "\"\\ud800\"", "\"\\u0000\"", "-1", "1e999", "{\"a\":[1,{\"b\":null}]}", "\"0001-01-01T00:00:00Z\"", "\"\\ud800-01-01T00:00:00Z\"", "[[", "}", "\"", "\\", ",",
    };

    private static readonly string[] s_names =
    {
        "\"id\"", "\"status\"", "\"data\"", "\"total\"", "\"\\ud800\"", "\"\\u0064ata\"", "\"createdAt\"", "\"durationSeconds\"", "\"isSuccessTag\"", "\"phoneNumbers\"", "\"contact\"",
    };

    [Fact]
    public void Changed_bytes_give_a_page_or_a_named_error() =>
        Gen.Select(Gen.Int[0, s_page.Length - 1], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                var body = (byte[])s_page.Clone();
                foreach (var (at, value) in changes)
                {
                    body[at] = value;
                }

                AssertSurvives(body);
            },
            iter: 10_000);

    [Fact]
    public void Inserted_and_removed_bytes_give_a_page_or_a_named_error() =>
        Gen.Select(Gen.Int[0, s_page.Length - 1], Gen.Int[0, 40], Gen.Byte.Array[0, 6]).Sample(
            (at, removed, inserted) => AssertSurvives([.. s_page[..at], .. inserted, .. s_page[Math.Min(at + removed, s_page.Length)..]]),
            iter: 10_000);

    [Fact]
    public void Replaced_values_and_names_give_a_page_or_a_named_error() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Bool, Gen.Int[0, s_fragments.Length - 1], Gen.Int[0, s_names.Length - 1]).Array[1, 4].Sample(
            changes =>
            {
                var json = SamplePage.Json;
                foreach (var (which, isName, value, name) in changes)
                {
                    json = Replace(json, which, isName, isName ? s_names[name] : s_fragments[value]);
                }

                AssertSurvives(Encoding.UTF8.GetBytes(json));
            },
            iter: 10_000);

    [Fact]
    public void Noise_is_a_named_error() => Gen.Byte.Array[0, 200].Sample(AssertSurvives, iter: 10_000);

    private static void AssertSurvives(byte[] body)
    {
        try
        {
            var page = SequenceContactDecoderTests.Decode(body);
            Assert.All(page.Items, record => Assert.NotEqual("", record.Id));
            Assert.DoesNotContain(page.Items, record => record.CreatedAt?.Year == 1);
        }
        catch (SkipcallException e)
        {
            Assert.Equal(SkipcallErrorId.InvalidResponse, e.ErrorId);
        }
    }

    /// <summary>Replaces the nth name, or the value after it.</summary>
    private static string Replace(string json, int which, bool isName, string text)
    {
        var colons = Enumerable.Range(0, json.Length).Where(at => json[at] == ':' && json[at - 1] == '"').ToList();
        if (colons.Count == 0)
        {
            return json;
        }

        var colon = colons[which % colons.Count];
        if (isName)
        {
            var start = json.LastIndexOf('"', colon - 2);
            return start < 0 ? json : json[..start] + text + json[colon..];
        }

        var end = json.IndexOfAny(new[] { ',', '}', ']' }, colon);
        return end < 0 ? json : json[..(colon + 1)] + text + json[end..];
    }
}
