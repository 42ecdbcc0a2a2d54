using System.Linq;
using System.Threading.Tasks;
using Skipcall.Benchmarks.Measuring;

namespace Skipcall.Benchmarks.Cases;

/// <summary>A script in a fresh process, from its start to its end: import, connect, 10,000 contacts; above an empty shell.</summary>
internal sealed class ColdStartCase : PowerShellCase
{
    private const int Contacts = 10_000;

    public override string Name => "Fresh process, 10,000 contacts, 0 ms";

    protected override async Task RunAsync(Bench bench, string pwsh)
    {
        var uri = bench.BaseUri(0);
        var cmdlet = $"Import-Module '{ModuleAssembly.Manifest}'; Connect-Skipcall sk_test_benchmark0000000000 -BaseUri {uri}; Get-SkipcallSequenceContact {Contacts} -All > $null";
        var byHand = $"$page = 1; do {{ $answer = Invoke-RestMethod \"{uri}/v1/sequences/{Contacts}/contacts?page=$page&limit=100\" -Headers @{{ Authorization = 'Bearer x' }}; $answer.data; $page++ }} while ($page -le $answer.totalPages)";
        var samples = await Rounds.MeasureAsync(
            1,
            bench.Rounds(9),
            async () => (await ScriptAsync(pwsh, "")).Milliseconds,
            async () => (await ScriptAsync(pwsh, cmdlet)).Milliseconds,
            async () => (await ScriptAsync(pwsh, $"& {{ {byHand} }} > $null")).Milliseconds);

        var above = samples.Select(each => new Samples(each.Values.Zip(samples[0].Values, static (own, empty) => own - empty).ToList())).ToList();
        var module = new ReportRow(Name, "module, above an empty shell", "ms", above[1]);
        bench.Report.Add(Name, [
            new ReportRow(Name, "empty shell", "ms", samples[0]),
            module,
            new ReportRow(Name, "Invoke-RestMethod, 100 a page, above an empty shell", "ms", above[2], module),
        ]);
    }
}
