namespace Skipcall.Engine.Tests;

/// <summary>Tests that change or measure the whole process: no other test runs at the same time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone
{
}
