namespace Skipcall.Package.Tests;

/// <summary>The installed module in a fresh PowerShell, alone and with a module that brings an older System.Text.Json.</summary>
public sealed class NeighbourTests
{
    private const string Scan = "New-SkipcallSandbox | Connect-Skipcall; @(Get-SkipcallSequenceContact demo -All).Count";

    [Fact]
    public async Task Only_the_two_assemblies_of_the_module_are_loaded()
    {
        using var copy = new ModuleCopy();
        var output = await Script.RunAsync(copy.Folder.ManifestPath, Scan + """

            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { -not $_.IsDynamic } | ForEach-Object Location
            """);
        Assert.Equal("250", output[0]);
        Assert.Equal(
            [copy.Folder.LoaderAssembly, copy.Folder.MainAssembly],
            output.Skip(1).Where(path => path.StartsWith(copy.Folder.Path, StringComparison.OrdinalIgnoreCase)).Select(Path.GetFullPath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Imports_twice_with_Force()
    {
        using var copy = new ModuleCopy();
        var output = await Script.RunAsync(copy.Folder.ManifestPath, $"""
            Import-Module '{copy.Folder.ManifestPath}' -Force
            Import-Module '{copy.Folder.ManifestPath}' -Force
            {Scan}
            """);
        Assert.Equal(["250"], output);
    }

    [Fact]
    public async Task Works_after_a_module_with_an_older_System_Text_Json()
    {
        using var copy = new ModuleCopy();
        var neighbour = AddNeighbour(copy);
        var output = await Script.RunAsync(neighbour, $"Test-Neighbour\nImport-Module '{copy.Folder.ManifestPath}'\n{Scan}\nTest-Neighbour");
        Assert.Equal(["42", "250", "42"], output);
    }

    [Fact]
    public async Task Works_before_a_module_with_an_older_System_Text_Json()
    {
        using var copy = new ModuleCopy();
        var neighbour = AddNeighbour(copy);
        var output = await Script.RunAsync(copy.Folder.ManifestPath, $"{Scan}\nImport-Module '{neighbour}'\nTest-Neighbour\n{Scan}");
        Assert.Equal(["250", "42", "250"], output);
    }

    [Fact]
    public async Task Works_in_two_runspaces_at_once()
    {
        using var copy = new ModuleCopy();
        var output = await Script.RunAsync(AddNeighbour(copy), $$"""
            $running = 1..2 | ForEach-Object {
                $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
                [void]$shell.AddScript("Import-Module '{{copy.Folder.ManifestPath}}'; {{Scan}}; (Get-SkipcallConnection).IsSandbox")
                @{ Shell = $shell; Result = $shell.BeginInvoke() }
            }
            $running | ForEach-Object { $_.Shell.EndInvoke($_.Result); $_.Shell.HadErrors }
            """);
        Assert.Equal(["250", "True", "False", "250", "True", "False"], output);
    }

    [Fact]
    public async Task Remove_Module_removes_the_module_and_its_connection()
    {
        using var copy = new ModuleCopy();
        var output = await Script.RunAsync(copy.Folder.ManifestPath, $$"""
            {{Scan}}
            Remove-Module Skipcall
            @(Get-Module Skipcall*).Count
            @(Get-Command *Skipcall* -CommandType Cmdlet -ListImported -ErrorAction Ignore).Count
            Import-Module '{{copy.Folder.ManifestPath}}'
            @(Get-SkipcallConnection).Count
            """);
        Assert.Equal(["250", "0", "0", "0"], output);
    }

    [Fact]
    public async Task PowerShell_finds_the_module_by_name_and_runs_the_quick_start()
    {
        using var copy = new ModuleCopy();
        var sample = Path.Combine(Repository.Root, "samples", "QuickStart.ps1");
        var output = await Script.RunAsync(null, $"& '{sample}' | Out-String -Width 200\n(Get-Module Skipcall).ModuleBase", copy.ModulePath);
        Assert.Contains("The sequence 'demo' has 250 contacts.", output);
        Assert.Equal(copy.Folder.Path, output[^1]);
    }

    [Fact]
    public async Task PowerShell_shows_the_help_of_every_cmdlet()
    {
        using var copy = new ModuleCopy();

        // Without help, PowerShell returns the syntax as the synopsis.
        var output = await Script.RunAsync(copy.Folder.ManifestPath, "Get-Command -Module Skipcall | Where-Object { (Get-Help $_.Name).Synopsis -match \"^\\s*$($_.Name)\" } | ForEach-Object Name");
        Assert.Empty(output);
    }

    [Fact]
    public async Task PowerShell_accepts_the_manifest()
    {
        using var copy = new ModuleCopy();
        var output = await Script.RunAsync(null, $"""
            $module = Test-ModuleManifest '{copy.Folder.ManifestPath}'
            $data = Import-PowerShellDataFile '{copy.Folder.ManifestPath}'
            "$($module.Version) $($data.ModuleVersion) $(@($module.ExportedCmdlets.Keys).Count -eq $data.CmdletsToExport.Count)"
            """);
        Assert.Equal(["0.2.0 0.2.0 True"], output);
    }

    private static string AddNeighbour(ModuleCopy copy)
    {
        var folder = Directory.CreateDirectory(Path.Combine(copy.ModulePath, "Neighbour")).FullName;
        File.Copy(BuildOutput.OlderJson, Path.Combine(folder, "System.Text.Json.dll"));
        File.WriteAllText(Path.Combine(folder, "Neighbour.psm1"), "function Test-Neighbour { [System.Text.Json.JsonDocument]::Parse('{\"a\":42}').RootElement.GetProperty('a').GetInt32() }");
        var manifest = Path.Combine(folder, "Neighbour.psd1");
        File.WriteAllText(manifest, "@{ RootModule = 'Neighbour.psm1'; ModuleVersion = '1.0'; RequiredAssemblies = @('System.Text.Json.dll'); FunctionsToExport = @('Test-Neighbour') }");
        return manifest;
    }
}
