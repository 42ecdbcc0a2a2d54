using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using static Skipcall.Benchmarks.Report;

namespace Skipcall.Benchmarks;

/// <summary>Cases that start a pwsh for each sample.</summary>
internal static class FreshProcessCases
{
    /// <summary>A script from its start to its end: import, connect, 10,000 contacts; above an empty shell.</summary>
    public static async Task ScanAsync(Bench bench, string name)
    {
        const int Contacts = 10_000;
        var uri = bench.BaseUri(0);
        var cmdlet = $"Import-Module '{Repository.Manifest}'; Connect-Skipcall sk_test_benchmark0000000000 -BaseUri {uri}; Get-SkipcallSequenceContact {Contacts} -All > $null";
        var byHand = $"$page = 1; do {{ $answer = Invoke-RestMethod \"{uri}/v1/sequences/{Contacts}/contacts?page=$page&limit=100\" -Headers @{{ Authorization = 'Bearer x' }}; $answer.data; $page++ }} while ($page -le $answer.totalPages)";
        var samples = await Samples.MeasureAsync(
            1,
            bench.Rounds(9),
            async () => (await ChildProcess.RunScriptAsync("")).Milliseconds,
            async () => (await ChildProcess.RunScriptAsync(cmdlet)).Milliseconds,
            async () => (await ChildProcess.RunScriptAsync($"& {{ {byHand} }} > $null")).Milliseconds);

        var above = samples.Select(each => new Samples(each.Values.Zip(samples[0].Values, static (own, empty) => own - empty).ToList())).ToList();
        var module = new Row("module, above an empty shell", "ms", above[1]);
        bench.Report.Add(
            name,
            new Row("empty shell", "ms", samples[0]),
            module,
            new Row("Invoke-RestMethod, 100 a page, above an empty shell", "ms", above[2], module));
    }

    /// <summary>Import-Module, beside a binary module of one cmdlet that does nothing, with a format file of the same size.</summary>
    public static async Task ImportAsync(Bench bench, string name)
    {
        var empty = PrepareEmptyModule();
        var samples = await Samples.MeasureAsync(1, bench.Rounds(15), () => ImportAsync(empty), () => ImportAsync(Repository.Manifest));
        var least = new Row("empty module", "ms", samples[0]);
        bench.Report.Add(name, least, new Row("Skipcall", "ms", samples[1], least));
    }

    private static async Task<double> ImportAsync(string manifest)
    {
        var (_, output) = await ChildProcess.RunScriptAsync($"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{manifest}'; [Console]::Out.Write($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))");
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

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
