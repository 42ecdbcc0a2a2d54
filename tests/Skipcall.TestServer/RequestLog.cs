using System;
using System.Collections.Generic;
using System.Threading;

namespace Skipcall.TestServer;

/// <summary>What a server was asked, and how much of it at the same time.</summary>
internal sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<ReceivedRequest> _requests = [];
    private int _unanswered;
    private int _peak;

    /// <summary>A copy, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    public int Peak
    {
        get
        {
            lock (_lock)
            {
                return _peak;
            }
        }
    }

    /// <summary>Numbers the request by its place in the log.</summary>
    public ReceivedRequest Begin(
        string method, string target, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        lock (_lock)
        {
            ReceivedRequest request = new(_requests.Count + 1, method, target, headers, body, DateTimeOffset.UtcNow);
            _requests.Add(request);
            _peak = Math.Max(_peak, ++_unanswered);
            return request;
        }
    }

    /// <summary>
    /// To be called once for each request, before the first byte of the answer is sent: after the last one the client's
    /// next request could be here first, and would be counted as concurrent.
    /// </summary>
    public void Answer()
    {
        lock (_lock)
        {
            _unanswered--;
        }
    }
}
