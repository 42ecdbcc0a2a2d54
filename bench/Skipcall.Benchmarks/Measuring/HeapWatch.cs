using System;
using System.Threading;

namespace Skipcall.Benchmarks.Measuring;

/// <summary>Looks at the managed heap every few milliseconds, garbage and all.</summary>
internal sealed class HeapWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(5);

    private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);
    private readonly Timer _timer;
    private long _peak;

    public HeapWatch() => _timer = new Timer(_ => Look(), null, s_interval, s_interval);

    /// <summary>The most it had grown.</summary>
    public long Growth
    {
        get
        {
            Look();
            return Interlocked.Read(ref _peak);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look() => _peak = Math.Max(_peak, GC.GetTotalMemory(forceFullCollection: false) - _start);
}
