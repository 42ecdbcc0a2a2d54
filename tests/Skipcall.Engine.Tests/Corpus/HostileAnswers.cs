using System.IO.Compression;

namespace Skipcall.Engine.Tests.Corpus;

/// <summary>Generates answers; the same seed gives the same answers.</summary>
internal sealed class HostileAnswers(Random random, Secret key)
{
    private static readonly int[] s_statuses =
    [
        201, 202, 204, 205, 206, 226, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 418, 421, 422,
        423, 425, 426, 428, 429, 429, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 522, 530, 599, 600, 700, 999,
    ];

    private static readonly string[] s_numbers =
    [
        "0", "-1", "1", "99", "100", "1000000000", "2147483648", "9223372036854775808", "18446744073709551616", "1e3", "1e400", "0.5", "NaN", "Infinity", "-0", "+5",
        "0x10", "abc", "", " 7 ", "7;8", "7, 8", "१२", "1,000", "null",
    ];

    private static readonly string[] s_dates =
    [
        "Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 30 Feb 2026 10:00:00 GMT", "yesterday", "-1",
        "Sunday, 06-Nov-94 08:49:37 GMT", "2026-01-15T10:30:00Z", "", "Thu, 15 Jan 2026 10:30:00 +9999",
    ];

    private static readonly string[] s_contentTypes =
    [
        "application/json", "application/json; charset=utf-7", "application/json; charset=\"", "text/html", "text/plain; charset=klingon", "application/octet-stream", ";", "json", "",
        "multipart/mixed; boundary=x", "application/problem+json",
    ];

    private static readonly string[] s_names =
    [
        "Server", "Location", "WWW-Authenticate", "Proxy-Authenticate", "X-Request-Id", "Via", "Link", "Warning", "Set-Cookie", "ETag", "Vary", "Allow", "Content-Disposition",
        "Content-Language", "Content-Location", "Content-Range", "X-Echo-Authorization", "Age", "Cache-Control", "Expires", "Connection", "Upgrade", "Trailer", "Alt-Svc",
    ];

    private readonly HostileBodies _bodies = new(random, key);

    public HostileAnswer Next(int page, int size)
    {
        var status = random.Next(10) < 6 ? 200 : Pick(s_statuses);
        var headers = Headers();
        var (body, isEndless) = status is 204 or 304 ? ([], false) : _bodies.Next(status, page, size);
        if (random.Next(12) == 0)
        {
            (body, var encoding) = Encoded(body);
            headers.Add(("Content-Encoding", encoding));
        }

        return new HostileAnswer(status, Reason(), headers, body, isEndless);
    }

    private List<(string Name, string Value)> Headers()
    {
        var headers = new List<(string Name, string Value)>();
        if (random.Next(8) > 0)
        {
            headers.Add(("Content-Type", random.Next(3) > 0 ? "application/json" : Pick(s_contentTypes)));
        }

        Maybe(3, "Date", () => random.Next(2) == 0 ? Pick(s_dates) : DateTimeOffset.UtcNow.AddSeconds(random.Next(-100_000, 100_000)).ToString("r", null));
        Maybe(3, "X-RateLimit-Limit", Number);
        Maybe(3, "X-RateLimit-Remaining", Number);
        Maybe(3, "X-RateLimit-Reset", () => random.Next(2) == 0 ? Number() : (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + random.Next(-100, 100_000)).ToString(null as IFormatProvider));
        Maybe(4, "Retry-After", () => random.Next(2) == 0 ? Number() : Pick(s_dates));
        for (var i = random.Next(40) == 0 ? random.Next(200) : random.Next(4); i > 0; i--)
        {
            headers.Add((random.Next(6) == 0 ? "X-" + Letters(random.Next(1, 40)) : Pick(s_names), Value()));
        }

        return headers;

        void Maybe(int of, string name, Func<string> value)
        {
            if (random.Next(of) == 0)
            {
                headers.Add((name, value()));
            }
        }
    }

    private string Value() => random.Next(6) switch
    {
        0 => key.Echo(random),
        1 => "https://elsewhere.invalid/?token=" + key.Echo(random),
        2 => Number(),
        3 => new string((char)random.Next(1, 255), random.Next(10) == 0 ? random.Next(3000) : random.Next(50)),
        4 => Pick(s_dates),
        _ => Letters(random.Next(60)),
    };

    private string Reason() => random.Next(8) switch
    {
        0 => key.Echo(random),
        1 => new string('r', random.Next(10) == 0 ? 3000 : 30),
        2 => "\u001B[31mred\u0007",
        3 => "",
        _ => "OK",
    };

    /// <summary>Compresses the body, or only claims to.</summary>
    private (byte[] Body, string Encoding) Encoded(byte[] body)
    {
        switch (random.Next(5))
        {
            case 0:
                return (body, Pick(["gzip", "deflate", "br", "compress", "gzip, gzip", "identity", "x"]));
            case 1:
                var damaged = Compress(body);
                damaged[random.Next(damaged.Length)] ^= 0xFF;
                return (damaged, "gzip");
            case 2:
                var cut = Compress(body);
                return (cut[..random.Next(cut.Length)], "gzip");
            default:
                return (Compress(body), "gzip");
        }
    }

    public static byte[] Compress(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return zipped.ToArray();
    }

    private string Number() => Pick(s_numbers);

    private string Letters(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)random.Next('a', 'z' + 1)));

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}
