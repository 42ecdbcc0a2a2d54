namespace Skipcall.Sandboxing;

/// <summary>A stream that stalls after some bytes until the read is canceled or the stream is closed.</summary>
internal sealed class StalledStream : Stream
{
    private readonly MemoryStream _bytes;
    private readonly TaskCompletionSource<int> _never = new();
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Creates a stream that also observes the request's token, because a client that buffers the body can't cancel the read.</summary>
    public StalledStream(byte[] buffer, int count, CancellationToken cancellationToken)
    {
        _bytes = new MemoryStream(buffer, 0, count, writable: false);
        _registration = cancellationToken.Register(() => _never.TrySetCanceled(cancellationToken));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

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
            : throw new NotSupportedException("A stalled body can only be read asynchronously: a synchronous read would never end.");

    public override void Flush() => _bytes.Flush();

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
