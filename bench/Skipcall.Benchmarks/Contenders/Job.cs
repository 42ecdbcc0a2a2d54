using System.Text.Json.Serialization;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>One task for a contender.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="BaseUri">The address of the service.</param>
/// <param name="Contacts">The length of the list.</param>
/// <param name="ThrottleLimit">Concurrent requests; 0 for the cmdlet's default.</param>
/// <param name="PageSize">Contacts per request.</param>
internal sealed record Job(Job.Kinds Kind, string BaseUri, int Contacts, int ThrottleLimit = 4, int PageSize = 100)
{
    [JsonConverter(typeof(JsonStringEnumConverter<Kinds>))]
    public enum Kinds
    {
        /// <summary>Reads the whole list and keeps nothing.</summary>
        Scan,

        /// <summary>The same, and watches the heap.</summary>
        Memory,

        /// <summary>Takes one contact.</summary>
        First,

        /// <summary>Reads a sandbox's list instead, in pwsh.</summary>
        Sandbox,

        /// <summary>Decodes the list's pages on one thread, and counts bytes.</summary>
        Decode,
    }
}

/// <summary>The result of a job.</summary>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Contacts">How many contacts were read.</param>
/// <param name="Processor">Processor time in milliseconds, of all threads.</param>
/// <param name="Allocated">Bytes allocated.</param>
/// <param name="PeakHeap">The most that the managed heap grew, garbage included.</param>
/// <param name="OwnSize">The size of the contacts themselves, where it was measured.</param>
internal sealed record Outcome(double Milliseconds, long Contacts, double Processor = 0, long Allocated = 0, long PeakHeap = 0, long OwnSize = 0);
