namespace Skipcall.Engine.Tests;

/// <summary>Tests that change or measure the whole process, so no other test runs in parallel.</summary>
[CollectionDefinition(nameof(NotParallel), DisableParallelization = true)]
public sealed class NotParallel
{
}
