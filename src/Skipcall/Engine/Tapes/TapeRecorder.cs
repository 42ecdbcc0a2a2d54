using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skipcall.Engine.Tapes;

/// <summary>Writes each request and its response as a line of JSON. Everything not known to be harmless is replaced by a pseudonym.</summary>
internal sealed class TapeRecorder : DelegatingHandler
{
    private static readonly string[] s_headers = { "Date", "Age", "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset" };

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly int _maximumBytes;
    private readonly TapePseudonymizer _scrubber = new();
    private readonly object _gate = new();

    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: it exists, or can't be created.</exception>
    public TapeRecorder(HttpMessageHandler handler, string path, int maximumBytes)
        : base(handler)
    {
        _path = path;
        _maximumBytes = maximumBytes;
        Write(() => new FileStream(path, FileMode.CreateNew).Dispose());
    }

    /// <summary>Reports an existing file before a connection is made.</summary>
    /// <exception cref="SkipcallException"><c>InvalidRequest</c>: the file exists.</exception>
    public static void RequireNew(string path)
    {
        if (File.Exists(path))
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The recording '{path}' already exists. Specify a new file.");
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? Array.Empty<byte>() : await request.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        HttpResponseMessage response;
        byte[] received;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);

            using (cancellationToken.Register(static answer => ((HttpResponseMessage)answer!).Dispose(), response))
            {
                await response.Content.LoadIntoBufferAsync(_maximumBytes).ConfigureAwait(false);
                received = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            Append(request, sent, null, Array.Empty<byte>());
            throw;
        }

        Append(request, sent, response, received);
        return response;
    }

    private void Append(HttpRequestMessage request, byte[] sent, HttpResponseMessage? response, byte[] received)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            json.WriteString("method", TapePseudonymizer.Method(request.Method.Method));
            json.WriteString("uri", _scrubber.PathAndQuery(request.RequestUri!));
            json.WriteString("request", _scrubber.Body(sent));
            json.WriteNumber("status", response is null ? 0 : (int)response.StatusCode);
            json.WriteStartObject("headers");
            foreach (var (name, value) in response is null ? Enumerable.Empty<(string, string)>() : Headers(response))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteString("response", _scrubber.Body(received));
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        lock (_gate)
        {
            Write(() =>
            {
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
                buffer.WriteTo(file);
            });
        }
    }

    private static IEnumerable<(string Name, string Value)> Headers(HttpResponseMessage response)
    {
        foreach (var name in s_headers)
        {
            if (response.Headers.TryGetValues(name, out var values) && TapePseudonymizer.HeaderValue(values.First()) is { } value)
            {
                yield return (name, value);
            }
        }

        yield return ("Content-Type", TapePseudonymizer.MediaType(response.Content.Headers.ContentType?.MediaType));
    }

    private void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SkipcallException(SkipcallErrorId.InvalidRequest, $"The recording '{_path}' can't be written: {e.Message}", e);
        }
    }
}
