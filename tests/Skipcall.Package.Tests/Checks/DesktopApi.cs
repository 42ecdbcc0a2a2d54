using Mono.Cecil;

namespace Skipcall.Package.Tests.Checks;

/// <summary>
/// Whether every type and member used exists on .NET Framework 4.7.2; netstandard2.0 alone doesn't show that for bin/desktop.
/// </summary>
internal static class DesktopApi
{
    public static IEnumerable<string> Missing(ModuleFolder module)
    {
        using var resolver = new Resolver([.. module.DesktopAssemblies, .. Assemblies.DesktopFramework, .. Assemblies.PowerShell]);
        var missing = new List<string>();
        foreach (var path in new[] { module.MainAssembly, module.LoaderAssembly }.Concat(module.DesktopAssemblies))
        {
            using var assembly = AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = resolver });
            missing.AddRange(
                assembly.MainModule.GetTypeReferences().Where(type => !IsThere(type.Resolve)).Cast<MemberReference>()
                    .Concat(assembly.MainModule.GetMemberReferences().Where(member => !member.DeclaringType.IsArray && !IsThere(member.Resolve)))
                    .Select(member => $"{Path.GetFileName(path)} uses {member.FullName}, which .NET Framework 4.7.2 has not."));
        }

        return missing;
    }

    private static bool IsThere(Func<object?> resolve)
    {
        try
        {
            return resolve() is not null;
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    /// <summary>Finds assemblies by name, taking the newer of two.</summary>
    private sealed class Resolver(IEnumerable<string> paths) : BaseAssemblyResolver
    {
        private readonly Dictionary<string, string> _paths = paths.GroupBy(path => Path.GetFileNameWithoutExtension(path)).ToDictionary(
            same => same.Key, same => same.MaxBy(path => System.Reflection.AssemblyName.GetAssemblyName(path).Version)!);

        private readonly Dictionary<string, AssemblyDefinition> _read = [];

        public override AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
        {
            if (!_read.TryGetValue(name.Name, out var assembly))
            {
                assembly = _paths.TryGetValue(name.Name, out var path)
                    ? AssemblyDefinition.ReadAssembly(path, new ReaderParameters { AssemblyResolver = this })
                    : throw new AssemblyResolutionException(name);
                _read.Add(name.Name, assembly);
            }

            return assembly;
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var assembly in _read.Values)
            {
                assembly.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
