using System.Collections.Generic;
using System.Threading.Tasks;
using Skipcall.Engine.Decoding;

namespace Skipcall.Engine.Scanning;

/// <summary>Where a scan's records go.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal interface IScanSink<T>
{
    /// <summary>Tells the total, once, before the first record.</summary>
    void Total(long? total);

    /// <summary>Hands over records in order. Done when they have been written: only then is more asked for.</summary>
    Task WriteAsync(IReadOnlyList<T> records);

    /// <summary>Hands over a record that can't be identified.</summary>
    void Unreadable(UnreadableRecord record, long page);

    /// <summary>Hands over the receipt: the scan is over, well or not.</summary>
    void Close(ScanReceipt receipt);
}
