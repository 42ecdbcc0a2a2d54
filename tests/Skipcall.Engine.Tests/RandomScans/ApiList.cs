using Skipcall.Commands.Api;
using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>The same list as <c>Invoke-SkipcallApi</c> reads it: any list of the API, in objects of PowerShell's own.</summary>
internal sealed class ApiList : ListUnderTest<ApiRecord>
{
    private readonly SequenceContactList _typed = new();

    public override ListQuery<ApiRecord> CreateQuery() => new ApiListQuery("/v1/sequences/seq/contacts", "", raw: false);

    public override string ToJson(Row row) => _typed.ToJson(row);
}
