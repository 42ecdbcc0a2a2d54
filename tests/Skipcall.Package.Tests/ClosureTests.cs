using System.Text.RegularExpressions;
using Mono.Cecil;
using Skipcall.Package.Tests.Checks;

namespace Skipcall.Package.Tests;

/// <summary>Windows PowerShell 5.1 runs only on Windows, but its references can be checked anywhere.</summary>
public sealed class ClosureTests
{
    [Fact]
    public void On_Windows_PowerShell_every_reference_is_met() => Findings.None(Closure.UnmetOnDesktop(BuildOutput.Module));

    [Fact]
    public void On_PowerShell_7_every_reference_is_met_without_any_file_of_ours() => Findings.None(Closure.UnmetOnCore(BuildOutput.Module));

    [Fact]
    public void NET_Framework_has_every_type_and_member_used() => Findings.None(DesktopApi.Missing(BuildOutput.Module));

    [Fact]
    public void A_missing_assembly_is_detected()
    {
        using var copy = new ModuleCopy();
        File.Delete(copy.Folder.At("bin/desktop/System.Memory.dll"));
        var complaints = Closure.UnmetOnDesktop(copy.Folder).ToList();
        Assert.Contains(complaints, complaint => Regex.IsMatch(complaint, @"^System\.Text\.Json\.dll needs System\.Memory [\d.]+ \(cc7b13ffcd2ddd51\): there is none\.$"));
    }

    [Fact]
    public void An_older_assembly_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(copy.Folder.At("bin/desktop/System.Runtime.CompilerServices.Unsafe.dll"), assembly => assembly.Name.Version = new Version(4, 0, 4, 1));
        var complaints = Closure.UnmetOnDesktop(copy.Folder).ToList();
        Assert.Contains(complaints, complaint => Regex.IsMatch(
            complaint,
            @"^System\.Text\.Json\.dll needs System\.Runtime\.CompilerServices\.Unsafe 6[\d.]+ \(b03f5f7f11d50a3a\): there is System\.Runtime\.CompilerServices\.Unsafe 4\.0\.4\.1 \(b03f5f7f11d50a3a\)\.$"));
    }

    [Fact]
    public void An_assembly_with_another_key_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(copy.Folder.At("bin/desktop/System.Buffers.dll"), assembly => assembly.Name.PublicKey = []);
        Assert.Contains(Closure.UnmetOnDesktop(copy.Folder), complaint => complaint.StartsWith("System.Memory.dll needs System.Buffers", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_that_PowerShell_7_lacks_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(
            copy.Folder.MainAssembly,
            assembly => assembly.MainModule.AssemblyReferences.Add(AssemblyNameReference.Parse("Microsoft.Bcl.AsyncInterfaces, Version=8.0.0.0, PublicKeyToken=cc7b13ffcd2ddd51")));
        Assert.Equal(["Skipcall.dll needs Microsoft.Bcl.AsyncInterfaces 8.0.0.0 (cc7b13ffcd2ddd51): there is none."], Closure.UnmetOnCore(copy.Folder));
    }

    [Fact]
    public void A_newer_System_Text_Json_than_that_of_PowerShell_7_4_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(
            copy.Folder.MainAssembly,
            assembly => assembly.MainModule.AssemblyReferences.Single(reference => reference.Name == "System.Text.Json").Version = new Version(9, 0, 0, 0));
        Assert.Equal(
            ["Skipcall.dll needs System.Text.Json 9.0.0.0 (cc7b13ffcd2ddd51): there is System.Text.Json 8.0.0.0 (cc7b13ffcd2ddd51)."], Closure.UnmetOnCore(copy.Folder));
    }

    [Fact]
    public void A_member_that_NET_Framework_lacks_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(copy.Folder.MainAssembly, assembly =>
        {
            var module = assembly.MainModule;
            var core = module.AssemblyReferences.Single(reference => reference.Name == "netstandard");
            var environment = new TypeReference("System", "Environment", module, core);
            var processPath = new MethodReference("get_ProcessPath", module.TypeSystem.String, environment);
            var method = module.GetType("Skipcall.Engine.Http.Backoff").Methods.Single(candidate => candidate.IsConstructor);
            var processor = method.Body.GetILProcessor();
            processor.InsertBefore(method.Body.Instructions[0], processor.Create(Mono.Cecil.Cil.OpCodes.Pop));
            processor.InsertBefore(method.Body.Instructions[0], processor.Create(Mono.Cecil.Cil.OpCodes.Call, processPath));
        });
        Assert.Equal(
            ["Skipcall.dll uses System.String System.Environment::get_ProcessPath(), which .NET Framework 4.7.2 has not."], DesktopApi.Missing(copy.Folder));
    }
}
