using Skipcall.Engine.Decoding;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests;

/// <summary>Records what a scan writes; <c>onWrite</c> runs at each write.</summary>
internal class RecordingSink<T>(Func<T, string> idOf, Func<Task>? onWrite = null) : IScanSink<T>
{
    public List<T> Written { get; } = [];

    public IEnumerable<string> Ids => Written.Select(idOf);

    public List<long?> Totals { get; } = [];

    public List<(UnreadableRecord Record, long Page)> UnreadableRecords { get; } = [];

    public List<ScanReceipt> Receipts { get; } = [];

    public ScanReceipt Receipt => Receipts.Single();

    public void Total(long? total) => Totals.Add(total);

    public Task WriteAsync(IReadOnlyList<T> records)
    {
        Written.AddRange(records);
        return onWrite?.Invoke() ?? Task.CompletedTask;
    }

    public void Unreadable(UnreadableRecord record, long page) => UnreadableRecords.Add((record, page));

    public void Close(ScanReceipt receipt) => Receipts.Add(receipt);
}

internal sealed class ContactSink(Func<Task>? onWrite = null) : RecordingSink<SequenceContact>(contact => contact.Id, onWrite);
