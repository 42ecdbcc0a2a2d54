using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Skipcall.Benchmarks;

/// <summary>
/// Finds Skipcall.dll where the manifest finds it. A copy beside this program would be loaded instead of the module's own.
/// </summary>
internal static class ModuleAssembly
{
    public static string Root { get; } = FindRoot();

    public static string Manifest => Path.Combine(Root, "Skipcall.psd1");

    // Before any method that knows the module's types is compiled.
    [ModuleInitializer]
    internal static void Resolve() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        name.Name == "Skipcall" ? context.LoadFromAssemblyPath(Path.Combine(Root, "bin", "Skipcall.dll")) : null;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Skipcall.psd1")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The benchmarks do not run inside the checkout.");
        }

        return folder;
    }
}
