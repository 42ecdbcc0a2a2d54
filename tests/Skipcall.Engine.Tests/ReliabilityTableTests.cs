using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Skipcall.Engine.Tests;

/// <summary>The table in <c>docs/reliability.md</c> against the tests that it names, in whatever project they are.</summary>
public sealed partial class ReliabilityTableTests
{
    [Fact]
    public void Every_named_test_exists()
    {
        var root = Repository.Root;
        var named = TestName().Matches(File.ReadAllText(Path.Combine(root, "docs", "reliability.md")))
            .Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value))
            .Distinct()
            .ToList();

        Assert.InRange(named.Count, 100, 1000);
        Assert.All(named, test =>
        {
            // Two projects may each have a class of that name.
            var files = Directory.GetFiles(Path.Combine(root, "tests"), test.Class + "*.cs", SearchOption.AllDirectories);
            Assert.Contains(files, file => File.ReadAllText(file).Contains($" {test.Method}(", StringComparison.Ordinal));
        });
    }

    [GeneratedRegex("`([A-Za-z0-9]+Tests)\\.([A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
