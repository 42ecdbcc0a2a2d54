namespace Skipcall.Tests;

/// <summary>The Pester files in real PowerShell. To run one alone: <c>tools/RunPester.ps1</c>.</summary>
public sealed class PesterTests(PesterRuns runs, ITestOutputHelper output) : IClassFixture<PesterRuns>
{
    public static TheoryData<string, string> Files
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var run in PesterRuns.All)
            {
                foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests"), run.Files).Select(file => Path.GetFileName(file)!).Order())
                {
                    data.Add(file, run.Name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Passes(string file, string run)
    {
        var result = (await runs.ResultAsync(run)).Files[file];
        output.WriteLine($"{result.Passed} passed, {result.Failed} failed, {result.Skipped} skipped, {result.NotRun} not run in {result.Seconds} s");
        Assert.True(result is { Failed: 0, Failures: [] }, string.Join("\n\n", result.Failures));
        Assert.True(result.Passed > 0 || PesterRuns.All.Single(candidate => candidate.Name == run).ExcludedTag is not null, "No test ran.");
    }
}
