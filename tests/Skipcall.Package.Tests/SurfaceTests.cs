using Mono.Cecil;
using Mono.Cecil.Cil;
using Skipcall.Package.Tests.Checks;

namespace Skipcall.Package.Tests;

/// <summary>The public types and the layers; src/Skipcall/PublicAPI.*.txt lists each member.</summary>
public sealed class SurfaceTests
{
    [Fact]
    public void No_type_of_a_dependency_is_in_the_public_API() => Findings.None(Layers.ForeignTypesShown(BuildOutput.Module));

    [Fact]
    public void Only_the_commands_use_PowerShell() => Findings.None(Layers.PowerShellOutsideOfCommands(BuildOutput.Module));

    [Fact]
    public void A_type_of_a_dependency_in_the_public_API_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(copy.Folder.MainAssembly, assembly =>
        {
            var module = assembly.MainModule;
            var json = module.AssemblyReferences.Single(reference => reference.Name == "System.Text.Json");
            var element = new TypeReference("System.Text.Json", "JsonElement", module, json, valueType: true);
            module.GetType("Skipcall.Tag").Fields.Add(new FieldDefinition("Raw", FieldAttributes.Public, new ArrayType(element)));
        });
        Assert.Equal(["Skipcall.Tag shows System.Text.Json.JsonElement of System.Text.Json."], Layers.ForeignTypesShown(copy.Folder));
    }

    [Fact]
    public void PowerShell_in_the_engine_is_detected()
    {
        using var copy = new ModuleCopy();
        ModuleCopy.EditAssembly(copy.Folder.MainAssembly, assembly =>
        {
            var module = assembly.MainModule;
            var powerShell = module.AssemblyReferences.Single(reference => reference.Name == "System.Management.Automation");
            var item = new TypeReference("System.Management.Automation", "PSObject", module, powerShell);
            var method = module.GetType("Skipcall.Engine.Http.Backoff").Methods.First(candidate => candidate.HasBody);
            var processor = method.Body.GetILProcessor();
            processor.InsertBefore(method.Body.Instructions[0], processor.Create(OpCodes.Pop));
            processor.InsertBefore(method.Body.Instructions[0], processor.Create(OpCodes.Ldtoken, item));
        });
        Assert.Equal(["Skipcall.Engine.Http.Backoff knows System.Management.Automation.PSObject."], Layers.PowerShellOutsideOfCommands(copy.Folder));
    }
}
