namespace Skipcall.Testing;

/// <summary>Writes counts to the test's output and to a file in <c>TestResults</c>.</summary>
internal static class TestReport
{
    private static readonly Lock s_lock = new();

    /// <param name="file">The name of the file.</param>
    /// <param name="name">What was counted. A line of the same name is replaced.</param>
    /// <param name="counts">The counts.</param>
    public static void Write(string file, string name, string counts)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {counts}");
        lock (s_lock)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "TestResults")).FullName, file);
            IEnumerable<string> others = File.Exists(path) ? File.ReadAllLines(path).Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal)) : [];
            File.WriteAllLines(path, [.. others, $"{name}: {counts}"]);
        }
    }
}
