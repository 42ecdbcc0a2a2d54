using System;
using System.Threading;

namespace Skipcall.Engine;

/// <summary>What a scan has cost so far. Counted from several threads.</summary>
internal sealed class RequestTally
{
    private int _requests;
    private int _retries;
    private long _waited;

    public int Requests => Volatile.Read(ref _requests);

    public int Retries => Volatile.Read(ref _retries);

    /// <summary>Time spent waiting for the rate limit, added up over all requests.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    public void CountWait(TimeSpan wait) => Interlocked.Add(ref _waited, wait.Ticks);
}
