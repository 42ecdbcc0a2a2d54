using System.Reflection;
using Mono.Cecil;

namespace Skipcall.Package.Tests.Checks;

/// <summary>Reads assemblies as data, without loading them.</summary>
internal static class Assemblies
{
    public static IReadOnlyList<AssemblyName> References(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        return assembly.MainModule.AssemblyReferences.Select(reference => new AssemblyName(reference.FullName)).ToList();
    }

    public static IReadOnlyList<AssemblyName> Identities(IEnumerable<string> paths) => paths.Select(AssemblyName.GetAssemblyName).ToList();

    /// <summary>.NET Framework 4.7.2 without two files that are parts of another assembly.</summary>
    public static IReadOnlyList<string> DesktopFramework { get; } = Directory.GetFiles(BuildOutput.DesktopFramework, "*.dll")
        .Concat(Directory.GetFiles(Path.Combine(BuildOutput.DesktopFramework, "Facades"), "*.dll"))
        .Where(path => Path.GetFileName(path) is not ("System.EnterpriseServices.Thunk.dll" or "System.EnterpriseServices.Wrapper.dll")).ToList();

    public static IReadOnlyList<string> CoreFramework { get; } = Directory.GetFiles(BuildOutput.CoreFramework, "*.dll");

    /// <summary>What every PowerShell since 5.1 provides.</summary>
    public static IReadOnlyList<string> PowerShell { get; } = Directory.GetFiles(BuildOutput.PowerShellStandard, "*.dll");

    /// <summary>The type and its nested types, recursively.</summary>
    public static IEnumerable<TypeDefinition> Family(this TypeDefinition type) => type.NestedTypes.SelectMany(Family).Prepend(type);

    /// <summary>The named types within a type: <c>List&lt;Uri[]&gt;</c> gives List and Uri.</summary>
    public static IEnumerable<TypeReference> Parts(this TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
        FunctionPointerType => [],
        IModifierType modified => modified.ModifierType.Parts().Concat(modified.ElementType.Parts()),
        TypeSpecification specification => specification.ElementType.Parts(),
        _ => [type],
    };
}
