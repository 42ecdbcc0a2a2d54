using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Skipcall.Benchmarks;

/// <summary>
/// Finds Skipcall.dll where the manifest finds it. A copy beside this program would be loaded instead of the module's own.
/// </summary>
internal static class ModuleAssembly
{
    // Before any method that knows the module's types is compiled.
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "Skipcall" ? context.LoadFromAssemblyPath(Path.Combine(Repository.Root, "bin", "Skipcall.dll")) : null;
}
