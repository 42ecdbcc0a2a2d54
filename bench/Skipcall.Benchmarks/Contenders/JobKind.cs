using System.Text.Json.Serialization;

namespace Skipcall.Benchmarks.Contenders;

[JsonConverter(typeof(JsonStringEnumConverter<JobKind>))]
internal enum JobKind
{
    /// <summary>Reads the whole list and keeps nothing.</summary>
    Scan,

    /// <summary>The same, and watches the heap.</summary>
    Memory,

    /// <summary>Takes one contact.</summary>
    First,

    /// <summary>Decodes the list's pages on one thread, and counts bytes.</summary>
    Allocation,
}
