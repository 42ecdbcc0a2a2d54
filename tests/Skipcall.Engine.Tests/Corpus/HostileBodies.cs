using System.Globalization;
using System.Text;

namespace Skipcall.Engine.Tests.Corpus;

internal sealed class HostileBodies(Random random, Secret key)
{
    private static readonly string[] s_values =
    [
        "null", "true", "0", "-1", "1e400", "18446744073709551615", "0.1", "\"\"", "\"x\"", "[]", "{}", "[[]]", "{\"a\":null}", "\"\\ud800\"", "\"2026-99-99T00:00:00Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999Z\"", "\"\\u0000\\u001b[2J\"", "NaN", "[null]", "\"=cmd|' /C calc'!A0\"", "1E-400", "00", "'x'",
    ];

    private static readonly string[] s_fields =
        ["id", "sequenceId", "status", "contact", "tags", "calls", "createdAt", "updatedAt", "lastCallAt", "", "$type", "__proto__", "PSObject", "Count", "Id", "unknown"];

    private static readonly string[] s_texts =
    [
        "", " ", "\r\n", "null", "true", "0", "\"text\"", "[]", "[1,2,3]", "{}", "{", "}", "{\"data\":", "{\"data\":null}", "{\"data\":{}}", "{\"data\":[", "[[[[", "\uFEFF{\"data\":[]}",
        "<html><body>Sign in</body></html>", "<!DOCTYPE html><title>502</title>", "<?xml version=\"1.0\"?><a/>", "OK", "/* c */ {}", "{\"data\":[],}", "{\"data\":[]}{\"data\":[]}",
        "{\"total\":1,\"total\":2,\"data\":[],\"data\":[{\"id\":\"x\"}]}", "undefined", "{\"error\":null}", "{\"error\":[]}", "{\"error\":{\"code\":{},\"message\":[]}}",
        "{\"statusCode\":\"x\",\"message\":[\"a\",{}]}",
    ];

    public (byte[] Body, bool IsEndless) Next(int status, int page, int size)
    {
        if (page == 1 && random.Next(1600) == 0)
        {
            return (Encoding.UTF8.GetBytes("{\"data\":[ "), true);
        }

        var kind = random.Next(20);
        var text = status != 200 && kind < 14 ? Error() : kind switch
        {
            < 10 => Page(page, size),
            < 13 => Pick(s_texts),
            13 => Echoes(),
            14 => Deep(),
            15 => random.Next(20) == 0 ? ManyNames() : Page(page, size),
            _ => Page(page, size),
        };
        return (Damaged(Encoding.UTF8.GetBytes(text)), false);
    }

    /// <summary>A correct page of a list of 250 records.</summary>
    public static string GoodPage(int page, int size) => Envelope(
        Enumerable.Range((page - 1) * size, size).Where(number => number < 250).Select(number => JsonResponse.Record("r" + number.ToString(CultureInfo.InvariantCulture))),
        "250", page.ToString(CultureInfo.InvariantCulture), size.ToString(CultureInfo.InvariantCulture), ((249 + size) / size).ToString(CultureInfo.InvariantCulture));

    private string Page(int page, int size)
    {
        var records = Enumerable.Range(0, random.Next(20) == 0 ? random.Next(300) : random.Next(4)).Select(_ => Record()).ToList();
        return Envelope(
            records,
            random.Next(2) == 0 ? records.Count.ToString(CultureInfo.InvariantCulture) : Value(),
            random.Next(2) == 0 ? page.ToString(CultureInfo.InvariantCulture) : Value(),
            random.Next(2) == 0 ? size.ToString(CultureInfo.InvariantCulture) : Value(),
            random.Next(2) == 0 ? "1" : Value());
    }

    private static string Envelope(IEnumerable<string> records, string total, string page, string limit, string pages) =>
        $$"""{"data":[{{string.Join(',', records)}}],"total":{{total}},"page":{{page}},"limit":{{limit}},"totalPages":{{pages}}}""";

    private string Record() => random.Next(6) switch
    {
        0 => Value(),
        1 => "{" + string.Join(',', Enumerable.Range(0, random.Next(8)).Select(_ => $"\"{Pick(s_fields)}\":{Value()}")) + "}",
        2 => $$"""{"id":{{Value()}},"status":{{Text()}},"tags":[{"id":{{Value()}},"label":{{Text()}}}],"contact":{"phoneNumbers":{{Value()}},"firstName":{{Text()}} } }""",
        _ => JsonResponse.Record("h" + random.Next(500).ToString(CultureInfo.InvariantCulture)),
    };

    private string Error() => random.Next(6) switch
    {
        0 => $$"""{"error":{"code":{{Text()}},"message":{{Text()}} } }""",
        1 => $$"""{"code":{{Value()}},"message":{{Text()}} }""",
        2 => $$"""{"statusCode":{{Value()}},"message":[{{Text()}},{{Text()}}],"error":{{Text()}} }""",
        3 => $$"""{"error":{"code":"PLAN_NOT_ELIGIBLE","message":{{Text()}} } }""",
        4 => "<html>" + key.Echo(random) + "</html>",
        _ => Pick(s_texts),
    };

    private string Value() => random.Next(3) == 0 ? Text() : Pick(s_values);

    /// <summary>A JSON string, perhaps with an echo of the key.</summary>
    private string Text()
    {
        var text = random.Next(4) switch
        {
            0 => key.Echo(random),
            1 => new string((char)random.Next(32, 0xD7FF), random.Next(30)),
            2 => new string('m', random.Next(40) == 0 ? 20_000 : 20),
            _ => "\u202E\u0007text\u001B]0;title\u0007",
        };
        return System.Text.Json.JsonSerializer.Serialize(text);
    }

    private string Echoes() => string.Concat(Enumerable.Range(0, 20).Select(_ => key.Echo(random) + "\n"));

    private string Deep()
    {
        var depth = random.Next(2) == 0 ? 60 : 5000;
        var name = random.Next(2) == 0 ? "[" : "{\"a\":";
        return string.Concat(Enumerable.Repeat(name, depth)) + (random.Next(2) == 0 ? "" : string.Concat(Enumerable.Repeat(name == "[" ? "]" : "}", depth)));
    }

    private static string ManyNames() =>
        "{\"data\":[{\"id\":\"1\"," + string.Join(',', Enumerable.Range(0, 60_000).Select(number => $"\"n{number}\":{number}")) + "}],\"total\":1,\"page\":1,\"limit\":100,\"totalPages\":1}";

    private byte[] Damaged(byte[] body)
    {
        if (body.Length == 0)
        {
            return body;
        }

        switch (random.Next(12))
        {
            case 0:
                return body[..random.Next(body.Length)];
            case 1:
                body[random.Next(body.Length)] = (byte)random.Next(256);
                return body;
            case 2:
                return [.. body, .. Encoding.UTF8.GetBytes(Pick(s_texts))];
            case 3:
                return random.Next(3) == 0 ? Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)) : [0xEF, 0xBB, 0xBF, .. body];
            default:
                return body;
        }
    }

    private string Pick(string[] items) => items[random.Next(items.Length)];
}
