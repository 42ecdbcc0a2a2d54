namespace Skipcall.Testing;

/// <summary>Writes counts to the test's output and to <c>TestResults</c>, where they replace the line of the same name.</summary>
internal static class TestReport
{
    private static readonly Lock s_lock = new();

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
