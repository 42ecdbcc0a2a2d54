using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Listens for tasks that fail without anybody looking, until it is disposed.</summary>
internal sealed class UnobservedFailures : IDisposable
{
    private readonly ConcurrentQueue<Exception> _failures = new();

    public UnobservedFailures() => TaskScheduler.UnobservedTaskException += Add;

    public void AssertNone()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Empty(_failures);
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Add;

    private void Add(object? sender, UnobservedTaskExceptionEventArgs e) => _failures.Enqueue(e.Exception);
}
