using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Skipcall.Engine.Tests.RandomScans;

/// <summary>Puts the lines of counts where people and CI find them: the test's output, and <c>TestResults/random-scans.txt</c>.</summary>
internal static class RandomScanReport
{
    private static readonly object s_lock = new();

    /// <param name="name">What was counted. A line of the same name is replaced.</param>
    /// <param name="counts">The counts.</param>
    public static void Write(string name, string counts)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {counts}");
        lock (s_lock)
        {
            var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot(), "TestResults"));
            var path = Path.Combine(folder.FullName, "random-scans.txt");
            IEnumerable<string> others = File.Exists(path) ? File.ReadAllLines(path).Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal)) : [];
            File.WriteAllLines(path, [.. others, $"{name}: {counts}"]);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Skipcall.psd1")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Skipcall.psd1 is nowhere above the tests.");
        }

        return folder.FullName;
    }
}
