using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Receives the records of a scan.</summary>
/// <typeparam name="T">The type of a record.</typeparam>
internal interface IScanSink<T>
{
    /// <summary>Receives the total, once, before the first record.</summary>
    void Total(long? total);

    /// <summary>Writes records, in order. The scan reads on when the task completes.</summary>
    Task WriteAsync(IReadOnlyList<T> records);

    /// <summary>Receives a record that has no id.</summary>
    void Unreadable(UnreadableRecord record, long page);

    /// <summary>Receives the receipt when the scan has completed or failed.</summary>
    void Close(ScanReceipt receipt);
}
