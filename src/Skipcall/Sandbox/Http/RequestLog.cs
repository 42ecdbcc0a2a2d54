using System.Collections.Generic;
using System.Linq;

namespace Skipcall.Sandboxing;

/// <summary>What a sandbox was asked, in the order it came.</summary>
internal sealed class RequestLog
{
    private readonly object _gate = new();
    private readonly List<RequestLogEntry> _entries = new();
    private int _lastNumber;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public RequestLogEntry Add(IncomingRequest request)
    {
        lock (_gate)
        {
            var entry = new RequestLogEntry(++_lastNumber, request);
            _entries.Add(entry);
            return entry;
        }
    }

    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        lock (_gate)
        {
            return _entries.Select(entry => entry.Record).ToArray();
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }
}

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
