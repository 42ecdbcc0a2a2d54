using System.Reflection;
using Skipcall.Loader;

namespace Skipcall.Package.Tests.Checks;

/// <summary>Whether all references are found, by the loader's own rule.</summary>
internal static class Closure
{
    /// <summary>Windows PowerShell 5.1: .NET Framework 4.7.2, PowerShell's own assembly, and bin/desktop.</summary>
    public static IEnumerable<string> UnmetOnDesktop(ModuleFolder module) => Unmet(
        [module.MainAssembly, module.LoaderAssembly, .. module.DesktopAssemblies],
        [.. Assemblies.DesktopFramework, .. Assemblies.PowerShell, .. module.DesktopAssemblies]);

    /// <summary>PowerShell 7.4: only .NET 8 and PowerShell's own assembly.</summary>
    public static IEnumerable<string> UnmetOnCore(ModuleFolder module) => Unmet(
        [module.MainAssembly, module.LoaderAssembly], [.. Assemblies.CoreFramework, .. Assemblies.PowerShell]);

    /// <summary>Files in bin/desktop that no reference leads to.</summary>
    public static IEnumerable<string> Unreached(ModuleFolder module)
    {
        var reached = new HashSet<string>();
        var toRead = new Queue<string>([module.MainAssembly, module.LoaderAssembly]);
        while (toRead.TryDequeue(out var path))
        {
            foreach (var found in Assemblies.References(path).Select(reference => module.At($"bin/desktop/{reference.Name}.dll")).Where(File.Exists).Where(reached.Add))
            {
                toRead.Enqueue(found);
            }
        }

        return module.DesktopAssemblies.Select(path => module.At("bin/desktop/" + Path.GetFileName(path))).Except(reached)
            .Select(path => $"bin/desktop/{Path.GetFileName(path)} is needed by nothing.");
    }

    private static IEnumerable<string> Unmet(IReadOnlyList<string> paths, IReadOnlyList<string> offered)
    {
        var identities = Assemblies.Identities(offered).ToLookup(identity => identity.Name);
        return from path in paths
               from reference in Assemblies.References(path)
               where !identities[reference.Name].Any(identity => AssemblyIdentity.Satisfies(identity, reference))
               select $"{Path.GetFileName(path)} needs {Describe(reference)}: {DescribeAll(identities[reference.Name])}.";
    }

    private static string Describe(AssemblyName name) =>
        $"{name.Name} {name.Version} ({string.Concat((name.GetPublicKeyToken() ?? []).Select(part => part.ToString("x2")))})";

    private static string DescribeAll(IEnumerable<AssemblyName> names) =>
        names.Any() ? "there is " + string.Join(", ", names.Select(Describe)) : "there is none";
}
