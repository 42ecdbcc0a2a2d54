using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>These tests take both cores, and one of them measures time: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(RandomScanCollection), DisableParallelization = true)]
public sealed class RandomScanCollection;
