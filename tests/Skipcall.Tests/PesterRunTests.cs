namespace Skipcall.Tests;

public sealed class PesterRunTests
{
    [Fact]
    public async Task Reports_every_failure_with_its_message_and_line()
    {
        var folder = Directory.CreateTempSubdirectory("Skipcall.");
        try
        {
            await WriteAsync("Failing.Tests.ps1", """
                Describe 'outer' {
                    It 'fails' { 1 | Should -Be 2 }
                    Context 'set-up' { BeforeAll { throw 'no set-up' }; It 'does not run' { } }
                    Context 'clean-up' { AfterAll { throw 'no clean-up' }; It 'passes' { } }
                }
                """);
            await WriteAsync("Unreadable.Tests.ps1", "Describe 'a' {");
            var files = (await new PesterRun("failing", "UTC", "en-US") { Files = Path.Combine(folder.FullName, "*.Tests.ps1") }.StartAsync()).Files;

            string[] expected = ["outer.clean-up\nno clean-up\n", "outer.fails\nExpected 2, but got 1.\n", "outer.set-up\nno set-up\n"];
            var failures = files["Failing.Tests.ps1"].Failures.Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected.Length, failures.Count);
            Assert.All(expected.Zip(failures), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
            Assert.Contains("line 2", failures[1], StringComparison.Ordinal);
            Assert.Contains("Missing closing '}'", Assert.Single(files["Unreadable.Tests.ps1"].Failures), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Task WriteAsync(string name, string tests) => File.WriteAllTextAsync(Path.Combine(folder.FullName, name), tests);
    }
}
