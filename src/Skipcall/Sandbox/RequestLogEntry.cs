namespace Skipcall.Sandboxing;

/// <summary>A request's place in the log: the record in it is exchanged once the request is answered.</summary>
internal sealed class RequestLogEntry
{
    private volatile SandboxRequest _record;

    public RequestLogEntry(int number, IncomingRequest request)
    {
        Number = number;
        _record = new SandboxRequest(request, statusCode: 0);
    }

    /// <summary>Counted from 1 over all requests, also those that were cleared away.</summary>
    public int Number { get; }

    public SandboxRequest Record => _record;

    public void Answered(IncomingRequest request, int statusCode) => _record = new SandboxRequest(request, statusCode);
}
