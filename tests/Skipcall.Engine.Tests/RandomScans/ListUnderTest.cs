using Skipcall.Engine.Scanning;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>A list of the API that random scans can be run on.</summary>
/// <typeparam name="T">What the list holds.</typeparam>
internal abstract class ListUnderTest<T>
    where T : class
{
    /// <summary>The query as the module makes it.</summary>
    public abstract ListQuery<T> CreateQuery();

    /// <summary>A row as the service writes it.</summary>
    public abstract string ToJson(Row row);
}
