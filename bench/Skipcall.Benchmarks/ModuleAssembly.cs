using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Skipcall.Benchmarks;

/// <summary>Loads Skipcall.dll as the manifest does; a copy beside this program would be loaded instead, so there must be none.</summary>
internal static class ModuleAssembly
{
    // Must run before any method that uses the module's types is compiled.
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "Skipcall" ? context.LoadFromAssemblyPath(Path.Combine(Repository.Root, "bin", "Skipcall.dll")) : null;
}
