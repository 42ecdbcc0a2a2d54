using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Takes a scan's records at its own pace, and keeps their ids.</summary>
internal sealed class CollectingSink<T>(Func<T, string> idOf, IClock clock, TimeSpan writing, CancellationToken cancellationToken) : IScanSink<T>
{
    public List<string> Ids { get; } = [];

    public List<ScanReceipt> Receipts { get; } = [];

    public void Total(long? total)
    {
    }

    public async Task WriteAsync(IReadOnlyList<T> records)
    {
        Ids.AddRange(records.Select(idOf));
        if (writing > TimeSpan.Zero)
        {
            await clock.Delay(writing, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Unreadable(UnreadableRecord record, long page) => throw new InvalidOperationException("The model service sends no such record.");

    public void Close(ScanReceipt receipt) => Receipts.Add(receipt);
}
