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
