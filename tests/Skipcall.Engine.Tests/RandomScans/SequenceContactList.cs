using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>The contacts of a sequence.</summary>
internal sealed class SequenceContactList : ListUnderTest<SequenceContact>
{
    public override ListQuery<SequenceContact> CreateQuery() => new SequenceContactQuery("seq", null, null, new ConnectionMemory());

    public override string ToJson(Row row) =>
        $$"""{"id":"{{row.Id}}","status":null,"contact":{"id":"c","firstName":"Zoé"},"tags":[],"calls":[],"createdAt":"{{row.CreatedAt:yyyy-MM-ddTHH:mm:ss.fff}}Z"}""";
}
