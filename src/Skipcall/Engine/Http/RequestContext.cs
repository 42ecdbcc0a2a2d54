namespace Skipcall.Engine.Http;

/// <summary>The log and the counters of a scan or request. Thread-safe.</summary>
internal sealed class RequestContext
{
    private int _requests;
    private int _retries;
    private long _waited;

    public RequestContext(IEngineLog log) => Log = log;

    public IEngineLog Log { get; }

    public int Requests => Volatile.Read(ref _requests);

    public int Retries => Volatile.Read(ref _retries);

    /// <summary>Total time that requests waited for the rate limit.</summary>
    public TimeSpan Waited => TimeSpan.FromTicks(Interlocked.Read(ref _waited));

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountRetry() => Interlocked.Increment(ref _retries);

    public void CountWait(TimeSpan wait) => Interlocked.Add(ref _waited, wait.Ticks);
}
