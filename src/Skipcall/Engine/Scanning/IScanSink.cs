using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

internal interface IScanSink<T>
{
    /// <summary>Receives the total, once, before the first record.</summary>
    void Total(long? total);

    /// <summary>Writes records, in order. The scan continues when the task completes.</summary>
    Task WriteAsync(IReadOnlyList<T> records);

    /// <summary>Receives a record without an id.</summary>
    void Unreadable(UnreadableRecord record, long page);

    /// <summary>Receives the receipt after the scan has completed or failed.</summary>
    void Close(ScanReceipt receipt);
}
