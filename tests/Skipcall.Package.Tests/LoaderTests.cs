using System.Reflection;
using Mono.Cecil.Cil;
using Skipcall.Loader;

namespace Skipcall.Package.Tests;

/// <summary>The loader acts only on Windows PowerShell: its rule is tested directly, and the loader with a patched guard.</summary>
public sealed class LoaderTests
{
    private const string Offered = "System.Text.Json, Version=8.0.0.6, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51";

    [Theory]
    [InlineData("System.Text.Json, Version=8.0.0.6, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("System.Text.Json, Version=8.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("System.Text.Json, Version=4.0.1.2, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("system.text.json, Version=8.0.0.0, PublicKeyToken=CC7B13FFCD2DDD51")]
    public void Satisfies(string wanted) => Assert.True(AssemblyIdentity.Satisfies(new AssemblyName(Offered), new AssemblyName(wanted)));

    [Theory]
    [InlineData("System.Text.Json, Version=8.0.0.7, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("System.Text.Json, Version=9.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("System.Text.Json, Version=8.0.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a")]
    [InlineData("System.Text.Json, Version=8.0.0.0, Culture=neutral, PublicKeyToken=null")]
    [InlineData("System.Text.Json, Version=8.0.0.0, Culture=fr, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("System.Text.Json, PublicKeyToken=cc7b13ffcd2ddd51")]
    [InlineData("System.Text.Json, Version=8.0.0.0")]
    [InlineData("System.Text.Json")]
    [InlineData("System.Text.Json.resources, Version=8.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51")]
    public void Does_not_satisfy(string wanted) => Assert.False(AssemblyIdentity.Satisfies(new AssemblyName(Offered), new AssemblyName(wanted)));

    [Fact]
    public void An_unsigned_assembly_does_not_satisfy_a_reference() =>
        Assert.False(AssemblyIdentity.Satisfies(new AssemblyName("Probe, Version=1.0.0.0"), new AssemblyName("Probe, Version=1.0.0.0, PublicKeyToken=null")));

    [Fact]
    public async Task A_module_finds_a_dependency_that_only_the_loader_can_find()
    {
        using var probe = new ProbeModule();
        probe.WakeLoader();
        var output = await probe.RunAsync();
        Assert.Equal($"Windows from {Path.Combine(probe.Folder, "desktop", "Mono.Cecil.dll")}", output);
    }

    [Fact]
    public async Task The_loader_resolves_once_after_several_imports()
    {
        using var probe = new ProbeModule();
        probe.WakeLoader();
        var output = await probe.RunAsync($$"""
            1..3 | ForEach-Object { Import-Module '{{probe.Manifest}}' -Force }
            $field = [System.Runtime.Loader.AssemblyLoadContext].GetField('AssemblyResolve', [System.Reflection.BindingFlags]'Static, NonPublic')
            @($field.GetValue($null).GetInvocationList() | Where-Object { $_.Method.DeclaringType.FullName -eq 'Skipcall.Loader.AssemblyFolder' }).Count
            """);
        Assert.Equal("1", output);
    }

    [Fact]
    public async Task On_NET_the_loader_does_nothing()
    {
        using var probe = new ProbeModule();
        Assert.Contains("Mono.Cecil", (await Assert.ThrowsAsync<InvalidOperationException>(() => probe.RunAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_dependency_is_not_taken()
    {
        using var probe = new ProbeModule();
        probe.WakeLoader();
        ModuleCopy.EditAssembly(Path.Combine(probe.Folder, "desktop", "Mono.Cecil.dll"), assembly => assembly.Name.Version = new Version(0, 10, 0, 0));
        Assert.Contains("Mono.Cecil", (await Assert.ThrowsAsync<InvalidOperationException>(() => probe.RunAsync())).Message, StringComparison.Ordinal);
    }

    /// <summary>A module with this module's layout and loader, whose root assembly can't be read without its dependency.</summary>
    private sealed class ProbeModule : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("Skipcall.");

        public ProbeModule()
        {
            Directory.CreateDirectory(Path.Combine(Folder, "desktop"));
            File.Copy(BuildOutput.Module.LoaderAssembly, Path.Combine(Folder, "Skipcall.Loader.dll"));
            File.Copy(BuildOutput.Probe, Path.Combine(Folder, "ResolverProbe.dll"));
            File.Copy(BuildOutput.ProbeDependency, Path.Combine(Folder, "desktop", "Mono.Cecil.dll"));
            File.WriteAllText(Manifest, "@{ RootModule = 'ResolverProbe.dll'; NestedModules = @('Skipcall.Loader.dll'); ModuleVersion = '1.0'; CmdletsToExport = @('Get-ResolverProbe') }");
        }

        public string Folder => _folder.FullName;

        public string Manifest => Path.Combine(Folder, "ResolverProbe.psd1");

        /// <summary>Patches the loader's guard with a name that this runtime has.</summary>
        public void WakeLoader() => ModuleCopy.EditAssembly(Path.Combine(Folder, "Skipcall.Loader.dll"), assembly =>
            assembly.MainModule.GetType(typeof(ModuleInitializer).FullName).Methods.Single(method => method.Name == nameof(ModuleInitializer.OnImport))
                .Body.Instructions.Single(instruction => instruction.OpCode == OpCodes.Ldstr && (string)instruction.Operand == ".NET Framework").Operand = ".NET ");

        public async Task<string> RunAsync(string script = "Get-ResolverProbe -Kind Windows") => Assert.Single(await Script.RunAsync(Manifest, script));

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
