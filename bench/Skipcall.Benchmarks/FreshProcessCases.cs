using System.Globalization;
using static Skipcall.Benchmarks.Report;

namespace Skipcall.Benchmarks;

/// <summary>Cases that start a pwsh for each sample.</summary>
internal static class FreshProcessCases
{
    private const int Contacts = 10_000;

    /// <summary>A script that imports, connects and reads 10,000 contacts, minus an empty shell.</summary>
    public static async Task ScanAsync(Bench bench, string name)
    {
        var uri = bench.BaseUri(0);
        var byHand = $"$page = 1; do {{ $answer = Invoke-RestMethod \"{uri}/v1/sequences/{Contacts}/contacts?page=$page&limit=100\" -Headers @{{ Authorization = 'Bearer x' }}; $answer.data; $page++ }} while ($page -le $answer.totalPages)";
        var samples = await Samples.MeasureAsync(
            1,
            bench.Rounds(9),
            async () => (await ChildProcess.RunScriptAsync("")).Milliseconds,
            async () => (await ChildProcess.RunScriptAsync(CmdletScript(bench, Repository.Manifest))).Milliseconds,
            async () => (await ChildProcess.RunScriptAsync($"& {{ {byHand} }} > $null")).Milliseconds);

        var above = samples.Select(each => new Samples(each.Values.Zip(samples[0].Values, static (own, empty) => own - empty).ToList())).ToList();
        var module = new Row("module, above an empty shell", "ms", above[1]);
        bench.Report.Add(
            name,
            new Row("empty shell", "ms", samples[0]),
            module,
            new Row("Invoke-RestMethod, 100 a page, above an empty shell", "ms", above[2], module));
    }

    /// <summary>Import-Module, compared with a binary module of one empty cmdlet and a format file of the same size.</summary>
    public static async Task ImportAsync(Bench bench, string name)
    {
        var empty = PrepareEmptyModule();
        var samples = await Samples.MeasureAsync(1, bench.Rounds(15), () => ImportAsync(empty), () => ImportAsync(Repository.Manifest));
        var least = new Row("empty module", "ms", samples[0]);
        bench.Report.Add(name, least, new Row("Skipcall", "ms", samples[1], least));
    }

    /// <summary>The same for one module, minus an empty shell started just before.</summary>
    public static async Task<double[]> AboveEmptyAsync(Bench bench, string manifest)
    {
        var (empty, _) = await ChildProcess.RunScriptAsync("");
        return [(await ChildProcess.RunScriptAsync(CmdletScript(bench, manifest))).Milliseconds - empty];
    }

    public static async Task<double[]> SandboxAsync(string manifest, int contacts)
    {
        var (milliseconds, output) = await ChildProcess.RunScriptAsync(
            $"Import-Module '{manifest}'; New-SkipcallSandbox -Count {contacts} -RateLimit 0 | Connect-Skipcall; Get-SkipcallSequenceContact demo -All > $null; (Get-Process -Id $PID).PeakWorkingSet64 / 1MB -as [int]");
        return [milliseconds, double.Parse(output, CultureInfo.InvariantCulture)];
    }

    public static async Task<double> ImportAsync(string manifest)
    {
        var (_, output) = await ChildProcess.RunScriptAsync($"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{manifest}'; [Console]::Out.Write($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))");
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static string CmdletScript(Bench bench, string manifest) =>
        $"Import-Module '{manifest}'; Connect-Skipcall sk_test_benchmark0000000000 -BaseUri {bench.BaseUri(0)}; Get-SkipcallSequenceContact {Contacts} -All > $null";

    private static string PrepareEmptyModule()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "EmptyModule");

        // The same views, for types that don't exist.
        var format = File.ReadAllText(Path.Combine(Repository.Root, "Skipcall.Format.ps1xml"));
        File.WriteAllText(Path.Combine(folder, "EmptyModule.Format.ps1xml"), format.Replace("Skipcall.", "Nothings.", StringComparison.Ordinal));
        var manifest = Path.Combine(folder, "EmptyModule.psd1");
        File.WriteAllText(manifest, """
            @{
                RootModule        = 'EmptyModule.dll'
                ModuleVersion     = '1.0.0'
                FormatsToProcess  = @('EmptyModule.Format.ps1xml')
                CmdletsToExport   = @('Get-Nothing')
                FunctionsToExport = @()
                VariablesToExport = @()
                AliasesToExport   = @()
            }
            """);
        return manifest;
    }
}
