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
