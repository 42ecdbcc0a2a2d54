using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>Import-Module in a fresh process, beside a binary module of one cmdlet that does nothing, with as large a format file.</summary>
internal sealed class ImportCase : PowerShellCase
{
    public override string Name => "Import-Module, fresh process";

    protected override async Task RunAsync(Bench bench, string pwsh)
    {
        var empty = PrepareEmptyModule();
        var samples = await Rounds.MeasureAsync(
            1,
            bench.Rounds(15),
            () => ImportAsync(pwsh, empty),
            () => ImportAsync(pwsh, ModuleAssembly.Manifest));
        var least = new ReportRow(Name, "empty module", "ms", samples[0]);
        bench.Report.Add(Name, [least, new ReportRow(Name, "Skipcall", "ms", samples[1], least)]);
    }

    private static async Task<double> ImportAsync(string pwsh, string manifest)
    {
        var (_, output) = await ScriptAsync(pwsh, $"$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '{manifest}'; [Console]::Out.Write($watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture))");
        return double.Parse(output, CultureInfo.InvariantCulture);
    }

    private static string PrepareEmptyModule()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "EmptyModule");

        // The same views, for types that are not there.
        var format = File.ReadAllText(Path.Combine(ModuleAssembly.Root, "Skipcall.Format.ps1xml"));
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
