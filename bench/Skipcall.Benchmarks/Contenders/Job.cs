using System.Text.Json.Serialization;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>A contender's task; <c>ThrottleLimit</c> 0 is the cmdlet's default.</summary>
internal sealed record Job(Job.Kinds Kind, string BaseUri, int Contacts, int ThrottleLimit = 4, int PageSize = 100)
{
    [JsonConverter(typeof(JsonStringEnumConverter<Kinds>))]
    public enum Kinds
    {
        /// <summary>Reads the whole list and keeps nothing.</summary>
        Scan,

        /// <summary>As Scan, but samples the heap.</summary>
        Memory,

        First,

        /// <summary>Reads a sandbox's list, in pwsh.</summary>
        Sandbox,

        /// <summary>Decodes the list's pages on one thread and counts allocated bytes.</summary>
        Decode,
    }
}

/// <summary>Times in ms, sizes in bytes. <c>Processor</c> covers all threads; <c>PeakHeap</c> includes garbage.</summary>
internal sealed record Outcome(double Milliseconds, long Contacts, double Processor = 0, long Allocated = 0, long PeakHeap = 0, long OwnSize = 0);
