using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Skipcall.Engine.Tapes;

/// <summary>Replays a recording: the responses to a request in recorded order, then the last one repeatedly.</summary>
internal sealed class Tape
{
    private readonly Dictionary<string, Queue<Entry>> _entries = new(StringComparer.Ordinal);

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the file can't be read or is not a recording.</exception>
    public Tape(string path)
    {
        var line = 0;
        try
        {
            foreach (var text in File.ReadLines(path))
            {
                line++;
                using var document = JsonDocument.Parse(text);
                var entry = new Entry(document.RootElement);
                if (!_entries.TryGetValue(entry.Key, out var queue))
                {
                    _entries.Add(entry.Key, queue = new Queue<Entry>());
                }

                queue.Enqueue(entry);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, FormattableString.Invariant($"'{path}' is not a recording: line {line} can't be read."), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The recording '{path}' can't be read: {e.Message}", e);
        }

        if (line == 0)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The recording '{path}' is empty.");
        }

        SequenceIds = _entries.Keys.Select(key => key.Split('/', '?')).Where(parts => parts.Length > 4 && parts[2] == "sequences").Select(parts => parts[3]).Distinct().ToArray();
    }

    /// <summary>The pseudonyms of the recorded sequences.</summary>
    public IReadOnlyList<string> SequenceIds { get; }

    /// <summary>The next response to a request, with its times shifted to now; null if there is none.</summary>
    /// <exception cref="HttpRequestException">The recorded request failed without a response.</exception>
    public HttpResponseMessage? Respond(string method, string pathAndQuery, DateTimeOffset now)
    {
        lock (_entries)
        {
            return _entries.TryGetValue(method + " " + pathAndQuery, out var queue)
                ? (queue.Count > 1 ? queue.Dequeue() : queue.Peek()).ToResponse(now)
                : null;
        }
    }

    private sealed class Entry
    {
        private readonly int _status;
        private readonly string _body;
        private readonly Dictionary<string, string> _headers;

        public Entry(JsonElement line)
        {
            Key = line.GetProperty("method").GetString() + " " + line.GetProperty("uri").GetString();
            _status = line.GetProperty("status").GetInt32();
            _body = line.GetProperty("response").GetString() ?? "";
            _headers = line.GetProperty("headers").EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString() ?? "");
        }

        public string Key { get; }

        public HttpResponseMessage ToResponse(DateTimeOffset now)
        {
            if (_status == 0)
            {
                throw new HttpRequestException("The recorded request failed without a response.", new IOException("The connection was broken when it was recorded."));
            }

            var response = new HttpResponseMessage((HttpStatusCode)_status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(_body)) };
            response.Content.Headers.ContentLength = response.Content.Headers.ContentLength;
            var shift = _headers.TryGetValue("Date", out var date) && TimeOf(date) is { } recorded ? now - recorded : TimeSpan.Zero;
            foreach (var header in _headers.Where(header => header.Key != "Date"))
            {
                if (header.Key == "Content-Type")
                {
                    response.Content.Headers.ContentType = new MediaTypeHeaderValue(header.Value) { CharSet = "utf-8" };
                }
                else
                {
                    response.Headers.TryAddWithoutValidation(header.Key, Shifted(header.Value, shift));
                }
            }

            return response;
        }

        private static DateTimeOffset? TimeOf(string text) =>
            DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

        // Shifts dates and Unix times in seconds or milliseconds. Smaller numbers are counts and delays.
        private static string Shifted(string value, TimeSpan shift)
        {
            if (TimeOf(value) is { } time)
            {
                return (time + shift).ToString("r", CultureInfo.InvariantCulture);
            }

            return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 100_000_000
                ? (number + (number >= 100_000_000_000 ? shift.TotalMilliseconds : shift.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture)
                : value;
        }
    }
}
