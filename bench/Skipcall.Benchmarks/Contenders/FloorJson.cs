using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Skipcall.Benchmarks.Contenders;

/// <summary>The same models, read by what the compiler generates for System.Text.Json.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate)]
[JsonSerializable(typeof(FloorPage))]
internal sealed partial class FloorJson : JsonSerializerContext
{
}

/// <summary>The envelope.</summary>
internal sealed class FloorPage
{
    public List<SequenceContact> Data { get; } = new();

    public int Total { get; set; }
}
