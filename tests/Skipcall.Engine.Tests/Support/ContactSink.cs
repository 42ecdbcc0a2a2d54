using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests;

/// <summary>Takes what a scan writes.</summary>
internal sealed class ContactSink : IScanSink<SequenceContact>
{
    private readonly Func<Task>? _onWrite;

    /// <param name="onWrite">What writing takes; nothing when null.</param>
    public ContactSink(Func<Task>? onWrite = null) => _onWrite = onWrite;

    public List<SequenceContact> Written { get; } = new();

    public IEnumerable<string> Ids => Written.Select(contact => contact.Id);

    public List<long?> Totals { get; } = new();

    public List<(UnreadableRecord Record, long Page)> UnreadableRecords { get; } = new();

    public List<ScanReceipt> Receipts { get; } = new();

    public ScanReceipt Receipt => Receipts.Single();

    public void Total(long? total) => Totals.Add(total);

    public async Task WriteAsync(IReadOnlyList<SequenceContact> records)
    {
        Written.AddRange(records);
        if (_onWrite is not null)
        {
            await _onWrite();
        }
    }

    public void Unreadable(UnreadableRecord record, long page) => UnreadableRecords.Add((record, page));

    public void Close(ScanReceipt receipt) => Receipts.Add(receipt);
}
