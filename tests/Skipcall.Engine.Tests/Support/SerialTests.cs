namespace Skipcall.Engine.Tests;

/// <summary>Tests that change or measure the whole process: no other test runs at the same time.</summary>
[CollectionDefinition(nameof(SerialTests), DisableParallelization = true)]
public sealed class SerialTests
{
}
