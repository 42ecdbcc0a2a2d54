using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Http;
using Skipcall.Engine.Scanning;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>The module's engine without PowerShell around it: what is left to the cmdlet is the difference.</summary>
internal sealed class EngineContender : IContender
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
        var plan = new ScanPlan { Mode = ScanMode.All, PageSize = job.PageSize, ThrottleLimit = job.ThrottleLimit, First = job.Kind == JobKind.First ? 1 : null };
        var scan = new Scan<SequenceContact>(connection.Client, query, plan, new SeenRecords(), new Nowhere(), new Silence(static text => throw new InvalidOperationException(text)), SystemClock.Instance);
        await scan.RunAsync(CancellationToken.None);
        return scan.Written;
    }

    private sealed class Nowhere : IScanSink<SequenceContact>
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
