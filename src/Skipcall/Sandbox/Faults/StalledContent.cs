using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Skipcall.Sandboxing;

/// <summary>A body that promises all of its bytes, sends the first half and then nothing more.</summary>
internal sealed class StalledContent : HttpContent
{
    private const int CopyBufferSize = 4096;

    private readonly StalledStream _stream;
    private readonly long _promised;

    // The token of the request is watched from the start: a client that buffers the body has no other way to end the wait.
    public StalledContent(byte[] body, int offset, int count, CancellationToken cancellationToken)
    {
        _stream = new StalledStream(body, offset, count / 2, cancellationToken);
        _promised = count;
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _stream.CopyToAsync(stream, CopyBufferSize);

    protected override bool TryComputeLength(out long length)
    {
        length = _promised;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream.Dispose();
        }

        base.Dispose(disposing);
    }
}

/// <summary>Some bytes, and then a read that ends only when it is cancelled or the stream is closed.</summary>
internal sealed class StalledStream : Stream
{
    private readonly MemoryStream _bytes;
    private readonly TaskCompletionSource<int> _never = new();
    private readonly CancellationTokenRegistration _registration;

    public StalledStream(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _bytes = new MemoryStream(buffer, offset, count, writable: false);
        _registration = cancellationToken.Register(() => _never.TrySetCanceled(cancellationToken));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_bytes.Position < _bytes.Length)
        {
            return _bytes.Read(buffer, offset, count);
        }

        using (cancellationToken.Register(() => _never.TrySetCanceled(cancellationToken)))
        {
            return await _never.Task.ConfigureAwait(false);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        _bytes.Position < _bytes.Length
            ? _bytes.Read(buffer, offset, count)
            : throw new NotSupportedException("A stalled body can only be read asynchronously: nothing would ever end the wait.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
            _never.TrySetException(new IOException("The response was closed while its body was being read."));
            _bytes.Dispose();
        }

        base.Dispose(disposing);
    }
}
