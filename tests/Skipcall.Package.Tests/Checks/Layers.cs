using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Skipcall.Package.Tests.Checks;

internal static class Layers
{
    private const string PowerShell = "System.Management.Automation";

    /// <summary>Types outside the commands that mention PowerShell in a signature, an attribute or a body.</summary>
    public static IEnumerable<string> PowerShellOutsideOfCommands(ModuleFolder module)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(module.MainAssembly);
        return assembly.MainModule.Types
            .Where(type => !$"{type.Namespace}.".StartsWith("Skipcall.Commands.", StringComparison.Ordinal))
            .SelectMany(type => type.Family())
            .SelectMany(type => Mentioned(type).SelectMany(mentioned => mentioned.Parts()).Where(IsPowerShell)
                .Select(mentioned => $"{type.FullName} knows {mentioned.FullName}."))
            .Distinct().ToList();
    }

    /// <summary>Public types and members that expose types other than those of .NET, PowerShell and the module.</summary>
    public static IEnumerable<string> ForeignTypesShown(ModuleFolder module)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(module.MainAssembly);
        return assembly.MainModule.Types.SelectMany(type => type.Family()).Where(IsShown)
            .SelectMany(type => Shown(type).SelectMany(shown => shown.Parts()).Where(IsForeign)
                .Select(foreign => $"{type.FullName} shows {foreign.FullName} of {foreign.Scope.Name}."))
            .Distinct().ToList();
    }

    private static bool IsPowerShell(TypeReference type) => type.Scope.Name == PowerShell;

    // The scope of the module's own types is its file.
    private static bool IsForeign(TypeReference type) => type.Scope.Name is not ("netstandard" or PowerShell or "Skipcall.dll");

    private static bool IsShown(TypeDefinition type) =>
        type.IsPublic || ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamilyOrAssembly) && IsShown(type.DeclaringType));

    private static IEnumerable<TypeReference> Shown(TypeDefinition type) =>
        Heritage(type)
            .Concat(type.Fields.Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly).Select(field => field.FieldType))
            .Concat(type.Methods.Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly).SelectMany(Signature));

    private static IEnumerable<TypeReference> Mentioned(TypeDefinition type) =>
        Heritage(type)
            .Concat(type.Fields.Select(field => field.FieldType))
            .Concat(type.Methods.SelectMany(Signature))
            .Concat(type.Methods.Where(method => method.HasBody).SelectMany(method => Body(method.Body)))
            .Concat(Attributes(type).Concat(type.Fields.SelectMany(Attributes)).Concat(type.Properties.SelectMany(Attributes)).Concat(type.Methods.SelectMany(Attributes)));

    private static IEnumerable<TypeReference> Heritage(TypeDefinition type) =>
        type.Interfaces.Select(implemented => implemented.InterfaceType).Concat(type.BaseType is { } parent ? [parent] : []);

    private static IEnumerable<TypeReference> Signature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider owner) => owner.CustomAttributes.Select(attribute => attribute.AttributeType);

    private static IEnumerable<TypeReference> Body(MethodBody body) =>
        body.Variables.Select(variable => variable.VariableType)
            .Concat(body.ExceptionHandlers.Where(handler => handler.CatchType is not null).Select(handler => handler.CatchType))
            .Concat(body.Instructions.SelectMany(instruction => instruction.Operand switch
            {
                TypeReference type => [type],
                MethodReference method => Signature(method).Append(method.DeclaringType).Concat(method is GenericInstanceMethod generic ? generic.GenericArguments : []),
                FieldReference field => [field.FieldType, field.DeclaringType],
                _ => (IEnumerable<TypeReference>)[],
            }));
}
