using System.Buffers;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.RateLimiting;

namespace Skipcall.Engine.Http;

/// <summary>A complete response. Its body is in a pooled buffer, which is returned on disposal.</summary>
internal sealed class ApiResponse : IDisposable
{
    private const int FirstBuffer = 64 * 1024;
    private const int LargestPooled = 1024 * 1024;

    private byte[] _buffer;
    private int _length;

    private ApiResponse(int status, RateHeaders rate, DateTimeOffset requestedAt, string? contentType)
    {
        Status = status;
        Rate = rate;
        RequestedAt = requestedAt;
        ContentType = contentType;
        _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    }

    public int Status { get; }

    public RateHeaders Rate { get; }

    /// <summary>When the request was sent, by the service's clock (Date minus the round trip) if known, otherwise by the local clock.</summary>
    public DateTimeOffset RequestedAt { get; }

    public string? ContentType { get; }

    /// <summary>Time that the response spent in a cache (<c>Age</c>).</summary>
    public TimeSpan Age { get; set; }

    public KeyRedactor Redactor { get; set; } = KeyRedactor.None;

    /// <summary>Cancels decoding.</summary>
    public CancellationToken CancellationToken { get; set; }

    /// <summary>Whether it is probably from the API itself, not from a gateway or proxy.</summary>
    public bool IsFromApi => IsSuccess && ContentType?.IndexOf("json", StringComparison.OrdinalIgnoreCase) >= 0;

    public bool IsHtml
    {
        get
        {
            var body = JsonCursor.WithoutByteOrderMark(Body);
            var start = 0;
            while (start < body.Length && body[start] is (byte)' ' or (byte)'\r' or (byte)'\n' or (byte)'\t')
            {
                start++;
            }

            return ContentType?.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0 || (start < body.Length && body[start] == (byte)'<');
        }
    }

    public bool IsSuccess => Status is >= 200 and < 300;

    public ReadOnlySpan<byte> Body => new(_buffer, 0, _length);

    public static async Task<ApiResponse> ReadAsync(
        int status, RateHeaders rate, DateTimeOffset requestedAt, string? contentType, Stream body, CancellationToken cancellationToken, int maximumLength = int.MaxValue)
    {
        var response = new ApiResponse(status, rate, requestedAt, contentType);
        try
        {
            int read;
            while ((read = await body.ReadAsync(response._buffer, response._length, response._buffer.Length - response._length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                response.Append(read);
                if (response._length > maximumLength)
                {
                    throw SkipcallException.TooLarge(maximumLength);
                }
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, Array.Empty<byte>());
        _length = 0;
        Release(buffer);
    }

    /// <summary>Returns buffers of the usual size. The pool would keep a larger one for the life of the process.</summary>
    private static void Release(byte[] buffer)
    {
        if (buffer.Length is > 0 and <= LargestPooled)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Append(int count)
    {
        _length += count;
        if (_length == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_length * 2);
            Buffer.BlockCopy(_buffer, 0, larger, 0, _length);
            Release(_buffer);
            _buffer = larger;
        }
    }
}
