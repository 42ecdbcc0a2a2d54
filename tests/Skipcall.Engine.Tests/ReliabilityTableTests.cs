using System.Text.RegularExpressions;

namespace Skipcall.Engine.Tests;

/// <summary>Every test named in <c>docs/reliability.md</c> exists, in any project.</summary>
public sealed partial class ReliabilityTableTests
{
    private static readonly string s_tests = Path.Combine(Repository.Root, "tests");
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reliability.md"));

    [Fact]
    public void Every_named_test_exists()
    {
        var named = TestName().Matches(s_page).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).Distinct().ToList();

        Assert.InRange(named.Count, 90, 1000);
        Assert.All(named, test =>
        {
            // Two projects may each have this class, and a class may have several files.
            var files = Directory.GetFiles(s_tests, test.Class + "*.cs", SearchOption.AllDirectories);
            Assert.Contains(files, file => File.ReadAllText(file).Contains($" {test.Method}(", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_named_pester_test_exists()
    {
        var named = PesterTestName().Matches(s_page).Select(match => (File: match.Groups[1].Value, Name: match.Groups[2].Value)).Distinct().ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test => Assert.Contains(
            "It '" + test.Name.Replace("'", "''", StringComparison.Ordinal),
            File.ReadAllText(Path.Combine(s_tests, test.File)),
            StringComparison.Ordinal));
    }

    [GeneratedRegex("`([A-Za-z0-9]+Tests)\\.([A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex("`([A-Za-z0-9-]+\\.Tests\\.ps1): ([^`]+)`")]
    private static partial Regex PesterTestName();
}
