using Skipcall.Engine;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Benchmarks.Contenders;

internal sealed class EngineContender
{
    private readonly Dictionary<string, SkipcallConnection> _connections = new();

    public async Task<long> RunAsync(Job job)
    {
        if (!_connections.TryGetValue(job.BaseUri, out var connection))
        {
            connection = ConnectionFactory.ToService(new Uri(job.BaseUri), "sk_test_benchmark0000000000", null, new ClientOptions());
            _connections.Add(job.BaseUri, connection);
        }

        var query = new SequenceContactQuery($"{job.Contacts}", null, null, connection.Memory);
        var options = new ScanOptions { Mode = ScanMode.All, PageSize = job.PageSize, ThrottleLimit = job.ThrottleLimit, First = job.Kind == Job.Kinds.First ? 1 : null };
        var scan = new Scan<SequenceContact>(connection.Client, query, options, new NullSink(), new SilentLog(failsOnTrouble: true), SystemClock.Instance);
        await scan.RunAsync(CancellationToken.None);
        return scan.Written;
    }

    private sealed class NullSink : IScanSink<SequenceContact>
    {
        public void Total(long? total)
        {
        }

        public Task WriteAsync(IReadOnlyList<SequenceContact> records) => Task.CompletedTask;

        public void Unreadable(UnreadableRecord record, long page) => throw new InvalidOperationException(record.Reason);

        public void Close(ScanReceipt receipt)
        {
        }
    }
}

/// <summary>Discards log messages without creating them; with <c>failsOnTrouble</c>, a warning or a wait is an error.</summary>
internal sealed class SilentLog(bool failsOnTrouble = false) : IEngineLog, IDisposable
{
    public void Verbose(Func<string> text)
    {
    }

    public void Debug(Func<string> text)
    {
    }

    public void Warning(string text) => FailOn(text);

    public IDisposable BeginWait(TimeSpan until, string reason)
    {
        FailOn(reason);
        return this;
    }

    public void Progress(Func<ScanProgress> progress)
    {
    }

    /// <summary>Ends a wait.</summary>
    public void Dispose()
    {
    }

    private void FailOn(string text)
    {
        if (failsOnTrouble)
        {
            throw new InvalidOperationException(text);
        }
    }
}
